import { asApiError } from '@/api/errors';
import { api, unwrap } from '@/api/http';
import type { Message } from '@/api/types';
import { roomKey, type Room, type RoomKey } from '@/lib/room';
import { useUsers } from '@/features/users/store';
import { edited, firstUnread, goesBackTo, prepended, received, refreshed, removed } from './state';
import { changeRoom, ensureRoom, useMessages } from './store';

const pageSize = 50;
const refreshPageSize = 100;
const maxRefreshPages = 20;
/** A room with more unread messages opens at its end. */
const maxUnread = 1000;

const me = () => useUsers.getState().meId ?? 0;

interface Cursor {
  limit: number;
  before?: number;
}

async function fetchPage(room: Room, query: Cursor): Promise<Message[]> {
  const { messages } =
    room.kind === 'channel'
      ? await unwrap(
          api.GET('/api/servers/{serverId}/channels/{channelId}/messages', {
            params: { path: { serverId: room.serverId, channelId: room.channelId }, query },
          }),
        )
      : await unwrap(
          api.GET('/api/dms/{conversationId}/messages', {
            params: { path: { conversationId: room.conversationId }, query },
          }),
        );
  return messages;
}

const underWay = new Map<RoomKey, Promise<void>>();

async function refresh(room: Room, unread: number): Promise<void> {
  const key = roomKey(room);
  const before = ensureRoom(key);
  const known = new Set(before.ids);
  const oldest = before.ids[0];
  const first = oldest === undefined;
  const wanted = first && unread <= maxUnread ? unread : 0;
  const limit = first && wanted < pageSize ? pageSize : refreshPageSize;
  const snapshot: Message[] = [];
  let complete = false;
  for (let page = 0; page < maxRefreshPages; page += 1) {
    const top = snapshot[0];
    const messages = await fetchPage(room, top ? { limit, before: top.id } : { limit });
    snapshot.unshift(...messages);
    complete = messages.length < limit;
    if (complete || (first ? goesBackTo(snapshot, wanted, me()) : (snapshot[0]?.id ?? 0) <= oldest)) break;
  }
  changeRoom(key, (now) => {
    const next = refreshed(now, snapshot, complete, known, me());
    return now.status === 'ready' || unread === 0 ? next : { ...next, newFrom: firstUnread(next, unread, me()) };
  });
}

/**
 * Brings the room to what the server has: the newest page at first, later everything that is loaded, so that
 * nothing written, edited or deleted meanwhile is missing. One at a time for a room; throws nothing, the room says
 * what failed. The first time it goes back to the first of the last `unread` messages of others, where the “new” line
 * goes. The server tells how many they are and not where they begin, so the pages are walked from the end.
 */
export function loadRoom(room: Room, unread = 0): Promise<void> {
  const key = roomKey(room);
  const running = underWay.get(key);
  if (running) return running;
  const work = refresh(room, unread)
    .catch((cause: unknown) => {
      // What is loaded stays on the screen: the next reconnect asks again.
      changeRoom(key, (now) => (now.status === 'ready' ? now : { ...now, status: 'failed', error: asApiError(cause) }));
    })
    .finally(() => underWay.delete(key));
  underWay.set(key, work);
  return work;
}

/** Fetches the room again from now on, if it was opened: what is under way may have been asked for too early. */
export async function refreshRoom(room: Room): Promise<void> {
  const key = roomKey(room);
  await underWay.get(key);
  if (useMessages.getState().rooms[key]) await loadRoom(room);
}

export function reloadRoom(room: Room): Promise<void> {
  changeRoom(roomKey(room), (now) => (now.status === 'failed' ? { ...now, status: 'loading', error: null } : now));
  return loadRoom(room);
}

export function clearNewLine(key: RoomKey): void {
  changeRoom(key, (now) => (now.newFrom === null ? now : { ...now, newFrom: null }));
}

export async function loadOlder(room: Room): Promise<void> {
  const key = roomKey(room);
  const now = useMessages.getState().rooms[key];
  const first = now?.ids[0];
  if (!now?.hasOlder || now.loadingOlder || now.status !== 'ready' || first === undefined) return;
  changeRoom(key, (before) => ({ ...before, loadingOlder: true }));
  try {
    const page = await fetchPage(room, { limit: pageSize, before: first });
    changeRoom(key, (after) => prepended(after, page, page.length < pageSize));
  } catch {
    changeRoom(key, (after) => ({ ...after, loadingOlder: false }));
  }
}

export async function sendMessage(
  room: Room,
  message: { content: string; nonce: string; replyToId?: number },
): Promise<Message> {
  const { message: sent } =
    room.kind === 'channel'
      ? await unwrap(
          api.POST('/api/servers/{serverId}/channels/{channelId}/messages', {
            params: { path: { serverId: room.serverId, channelId: room.channelId } },
            body: message,
          }),
        )
      : await unwrap(
          api.POST('/api/dms/{conversationId}/messages', {
            params: { path: { conversationId: room.conversationId } },
            body: message,
          }),
        );
  changeRoom(roomKey(room), (now) => received(now, { ...sent, nonce: message.nonce }, true));
  return sent;
}

export async function editMessage(room: Room, messageId: number, content: string): Promise<void> {
  const { message } =
    room.kind === 'channel'
      ? await unwrap(
          api.PATCH('/api/servers/{serverId}/channels/{channelId}/messages/{messageId}', {
            params: { path: { serverId: room.serverId, channelId: room.channelId, messageId } },
            body: { content },
          }),
        )
      : await unwrap(
          api.PATCH('/api/dms/{conversationId}/messages/{messageId}', {
            params: { path: { conversationId: room.conversationId, messageId } },
            body: { content },
          }),
        );
  changeRoom(roomKey(room), (now) => edited(now, message));
}

export async function deleteMessage(room: Room, messageId: number): Promise<void> {
  if (room.kind === 'channel') {
    await unwrap(
      api.DELETE('/api/servers/{serverId}/channels/{channelId}/messages/{messageId}', {
        params: { path: { serverId: room.serverId, channelId: room.channelId, messageId } },
      }),
    );
  } else {
    await unwrap(
      api.DELETE('/api/dms/{conversationId}/messages/{messageId}', {
        params: { path: { conversationId: room.conversationId, messageId } },
      }),
    );
  }
  changeRoom(roomKey(room), (now) => removed(now, messageId));
}

/** Tells the server how far this room was read. */
export async function markRead(room: Room, messageId: number): Promise<void> {
  if (room.kind === 'channel') {
    await unwrap(
      api.PUT('/api/servers/{serverId}/channels/{channelId}/read', {
        params: { path: { serverId: room.serverId, channelId: room.channelId } },
        body: { messageId },
      }),
    );
  } else {
    await unwrap(
      api.PUT('/api/dms/{conversationId}/read', {
        params: { path: { conversationId: room.conversationId } },
        body: { messageId },
      }),
    );
  }
}
