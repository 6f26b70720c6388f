import { emitVolatile } from '@/realtime/socket';
import { roomKey, type Room } from '@/lib/room';

const pauseMs = 3000;
const lastSent = new Map<string, number>();

/** Tells the others that I am writing; at most once in three seconds for a room. */
export function sayTyping(room: Room): void {
  const key = roomKey(room);
  const now = Date.now();
  if (now - (lastSent.get(key) ?? 0) < pauseMs) return;
  lastSent.set(key, now);
  emitVolatile(
    'typing',
    room.kind === 'channel'
      ? { serverId: room.serverId, channelId: room.channelId }
      : { conversationId: room.conversationId },
  );
}

/** After a message the next keystroke is news again. */
export function typingEnded(room: Room): void {
  lastSent.delete(roomKey(room));
}
