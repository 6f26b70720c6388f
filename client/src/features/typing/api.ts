import { emitVolatile } from '@/realtime/socket';
import { roomKey, type Room } from '@/lib/room';

/** A little over the three seconds in which the server passes on one sign, so that each of ours is passed on. */
const pauseMs = 3100;
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
