import type { ApiError } from '@/api/errors';
import type { Message } from '@/api/types';
import type { RoomKey } from '@/lib/room';
import { without } from '@/lib/records';

/*
 * The messages of each room that was opened, as pure functions from one state to the next. Invariants: `ids` is
 * ascending, without duplicates and without gaps; each id is in `byId`; an id in `removed` never comes back; a
 * message with one of our nonces replaces what was pending under it.
 */
export interface PendingMessage {
  nonce: string;
  content: string;
  createdAt: string;
  replyTo: Message['replyTo'];
  state: 'sending' | 'failed';
  error: string | null;
}

export interface RoomMessages {
  status: 'loading' | 'ready' | 'failed';
  error: ApiError | null;
  byId: Record<number, Message>;
  ids: number[];
  hasOlder: boolean;
  loadingOlder: boolean;
  pending: PendingMessage[];
  removed: number[];
  /** The first message that was new when the reader came. */
  newFrom: number | null;
  /** The nonce of what was sent from here, so that its row stays the same element when it is acknowledged. */
  nonceOf: Record<number, string>;
}

export interface MessagesState {
  rooms: Record<RoomKey, RoomMessages>;
}

export const emptyRoom: RoomMessages = {
  status: 'loading',
  error: null,
  byId: {},
  ids: [],
  hasOlder: false,
  loadingOlder: false,
  pending: [],
  removed: [],
  newFrom: null,
  nonceOf: {},
};

const removedKept = 200;

export function withRoom(
  state: MessagesState,
  key: RoomKey,
  change: (room: RoomMessages) => RoomMessages,
): MessagesState {
  const room = state.rooms[key];
  if (!room) return state;
  const next = change(room);
  return next === room ? state : { ...state, rooms: { ...state.rooms, [key]: next } };
}

function inserted(ids: readonly number[], id: number): number[] {
  let at = ids.length;
  while (at > 0 && (ids[at - 1] ?? 0) > id) at -= 1;
  return ids[at - 1] === id ? [...ids] : [...ids.slice(0, at), id, ...ids.slice(at)];
}

/** A message came, by event or as the answer to our own call; `mine` when the caller wrote it. */
export function received(room: RoomMessages, message: Message, mine: boolean): RoomMessages {
  if (room.removed.includes(message.id)) return room;
  const nonce = mine ? message.nonce : undefined;
  const pending = nonce ? room.pending.filter((one) => one.nonce !== nonce) : room.pending;
  const settled = pending.length === room.pending.length ? room : { ...room, pending };
  const known = settled.byId[message.id];
  if (known && !newer(message, known)) return settled;
  return {
    ...settled,
    byId: { ...settled.byId, [message.id]: message },
    ids: inserted(settled.ids, message.id),
    nonceOf: nonce ? { ...settled.nonceOf, [message.id]: nonce } : settled.nonceOf,
  };
}

function newer(next: Message, known: Message): boolean {
  return (next.editedAt ?? '') > (known.editedAt ?? '');
}

export function edited(room: RoomMessages, message: Message): RoomMessages {
  const known = room.byId[message.id];
  if (!known || (known.editedAt ?? '') > (message.editedAt ?? '')) return room;
  return { ...room, byId: { ...room.byId, [message.id]: message } };
}

export function removed(room: RoomMessages, id: number): RoomMessages {
  const marked = { ...room, removed: [...room.removed.slice(-removedKept), id] };
  if (!room.byId[id]) return marked;
  const ids = room.ids.filter((one) => one !== id);
  const newFrom = room.newFrom === id ? (ids.find((one) => one > id) ?? null) : room.newFrom;
  return { ...marked, byId: without(room.byId, id), ids, newFrom };
}

/**
 * The newest part of the room as the server has it now: everything from `snapshot[0]` on, from the very first
 * message when `complete`. Takes the place of what was `known` when it was asked for; what came in meanwhile stays.
 */
export function refreshed(
  room: RoomMessages,
  snapshot: readonly Message[],
  complete: boolean,
  known: ReadonlySet<number>,
  meId: number,
): RoomMessages {
  const byId: Record<number, Message> = {};
  let pending = room.pending;
  for (const message of snapshot) {
    if (room.removed.includes(message.id)) continue;
    const local = room.byId[message.id];
    byId[message.id] = local && !newer(message, local) ? local : message;
    if (message.nonce && message.author.id === meId && pending.some((one) => one.nonce === message.nonce)) {
      pending = pending.filter((one) => one.nonce !== message.nonce);
    }
  }
  for (const id of room.ids) {
    const local = room.byId[id];
    if (local && !known.has(id)) byId[id] = local;
  }
  const ids = Object.keys(byId).map(Number).sort((a, b) => a - b);
  return { ...room, status: 'ready', error: null, byId, ids, pending, hasOlder: !complete, loadingOlder: false };
}

/** A page that ends where the room began until now. */
export function prepended(room: RoomMessages, page: readonly Message[], complete: boolean): RoomMessages {
  const first = room.ids[0] ?? Number.MAX_SAFE_INTEGER;
  const older = page.filter((message) => message.id < first && !room.removed.includes(message.id));
  const byId = { ...room.byId };
  for (const message of older) byId[message.id] = message;
  const ids = [...older.map((message) => message.id), ...room.ids];
  return { ...room, byId, ids, hasOlder: !complete, loadingOlder: false };
}

/** Keeps the newest `count`, for a room that nobody looks at. */
export function trimmed(room: RoomMessages, count: number): RoomMessages {
  if (room.ids.length <= count) return room;
  const ids = room.ids.slice(-count);
  const byId: Record<number, Message> = {};
  for (const id of ids) {
    const message = room.byId[id];
    if (message) byId[id] = message;
  }
  return { ...room, ids, byId, hasOlder: true };
}

/** Whether these newest messages hold the last `unread` ones of others, and something above them to be told apart from. */
export function goesBackTo(newest: readonly Message[], unread: number, meId: number): boolean {
  return newest.slice(unread > 0 ? 1 : 0).filter((message) => message.author.id !== meId).length >= unread;
}

/** Where the “new” line goes when the last `unread` messages of others were not read; null when it is not loaded. */
export function firstUnread(room: RoomMessages, unread: number, meId: number): number | null {
  let left = unread;
  for (let at = room.ids.length - 1; at >= 0 && left > 0; at -= 1) {
    const id = room.ids[at];
    if (id === undefined || room.byId[id]?.author.id === meId) continue;
    left -= 1;
    if (left === 0) return id;
  }
  return null;
}

/**
 * What others wrote below everything that was there before: what is read out. A first load and a page of older
 * messages bring nothing of the kind.
 */
export function arrivals(before: RoomMessages, after: RoomMessages, meId: number): Message[] {
  if (before.status !== 'ready') return [];
  const newest = before.ids.at(-1) ?? 0;
  return after.ids
    .slice(after.ids.findLastIndex((id) => id <= newest) + 1)
    .map((id) => after.byId[id])
    .filter((message) => message !== undefined)
    .filter((message) => message.author.id !== meId);
}

export function enqueued(room: RoomMessages, message: PendingMessage): RoomMessages {
  return { ...room, pending: [...room.pending, message] };
}

export function pendingChanged(room: RoomMessages, nonce: string, change: Partial<PendingMessage>): RoomMessages {
  if (!room.pending.some((one) => one.nonce === nonce)) return room;
  return { ...room, pending: room.pending.map((one) => (one.nonce === nonce ? { ...one, ...change } : one)) };
}

export function pendingDropped(room: RoomMessages, nonce: string): RoomMessages {
  return { ...room, pending: room.pending.filter((one) => one.nonce !== nonce) };
}

/** The newest message that the reader wrote and that is still there. */
export function lastOwn(room: RoomMessages, meId: number): number | null {
  for (let at = room.ids.length - 1; at >= 0; at -= 1) {
    const id = room.ids[at];
    if (id !== undefined && room.byId[id]?.author.id === meId) return id;
  }
  return null;
}
