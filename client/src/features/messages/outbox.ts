import { asApiError, type ApiError } from '@/api/errors';
import { errorText } from '@/api/errorText';
import type { Message } from '@/api/types';
import { newNonce } from '@/lib/nonce';
import { roomKey, roomOf, type Room, type RoomKey } from '@/lib/room';
import { useUsers } from '@/features/users/store';
import { sendMessage } from './api';
import { enqueued, pendingChanged, pendingDropped, type PendingMessage } from './state';
import { changeRoom, ensureRoom, useMessages } from './store';

/*
 * What was written and is not acknowledged yet. Each room sends one message at a time, so their order is the order
 * of writing; a send that may or may not have arrived is repeated with its nonce, so it is stored once. The queue
 * survives a reload of the tab.
 */
const retryMs = [500, 1000, 2000, 4000];
const maxServerFailures = 10;
const nonceLifeMs = 23 * 3600 * 1000;

const busy = new Set<RoomKey>();
let wakeUps: (() => void)[] = [];

const storageKey = (userId: number) => `ohkay.outbox.${userId}`;

function keep(): void {
  const { meId } = useUsers.getState();
  if (meId === null) return;
  const rooms = Object.entries(useMessages.getState().rooms)
    .map(([key, room]) => [key, room.pending] as const)
    .filter(([, pending]) => pending.length > 0);
  if (rooms.length > 0) sessionStorage.setItem(storageKey(meId), JSON.stringify(rooms));
  else sessionStorage.removeItem(storageKey(meId));
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    wakeUps.push(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Something changed for the better, such as the connection: whoever waits tries again now. */
export function wakeOutbox(): void {
  const waiting = wakeUps;
  wakeUps = [];
  for (const wake of waiting) wake();
  for (const key of Object.keys(useMessages.getState().rooms)) void work(key as RoomKey);
}

function nextIn(key: RoomKey): PendingMessage | undefined {
  return useMessages.getState().rooms[key]?.pending.find((one) => one.state === 'sending');
}

/** How long to wait before this is tried again; null when trying again would not help. */
function retryDelay(error: ApiError, failures: number): number | null {
  if (error.retryAfter !== undefined && (error.status === 429 || error.status === 503)) return error.retryAfter * 1000;
  const delay = retryMs[Math.min(failures, retryMs.length - 1)] ?? 4000;
  if (error.offline) return delay;
  return (error.status >= 500 || error.status === 429) && failures < maxServerFailures ? delay : null;
}

async function work(key: RoomKey): Promise<void> {
  if (busy.has(key)) return;
  busy.add(key);
  const room = roomOf(key);
  try {
    let failures = 0;
    for (let next = nextIn(key); next; next = nextIn(key)) {
      const { nonce, content, replyTo } = next;
      try {
        await sendMessage(room, replyTo ? { content, nonce, replyToId: replyTo.id } : { content, nonce });
        failures = 0;
      } catch (cause) {
        const error = asApiError(cause);
        if (error.status === 401) return; // the session is over; the queue waits for the next one
        const delay = retryDelay(error, failures);
        failures += 1;
        if (delay === null) {
          changeRoom(key, (now) => pendingChanged(now, nonce, { state: 'failed', error: errorText(error) }));
          failures = 0;
        } else {
          await wait(delay);
        }
      }
      keep();
    }
  } finally {
    busy.delete(key);
  }
}

/** Shows the message at once and sends it when its turn comes. */
export function send(room: Room, content: string, replyTo: Message | null): void {
  const key = roomKey(room);
  ensureRoom(key);
  const quoted = replyTo && { id: replyTo.id, author: replyTo.author, content: replyTo.content };
  const message: PendingMessage = {
    nonce: newNonce(),
    content,
    createdAt: new Date().toISOString(),
    replyTo: quoted,
    state: 'sending',
    error: null,
  };
  changeRoom(key, (now) => ({ ...enqueued(now, message), newFrom: null }));
  keep();
  void work(key);
}

export function retrySend(key: RoomKey, nonce: string): void {
  changeRoom(key, (now) => pendingChanged(now, nonce, { state: 'sending', error: null }));
  void work(key);
}

export function dropSend(key: RoomKey, nonce: string): void {
  changeRoom(key, (now) => pendingDropped(now, nonce));
  keep();
}

/** Takes up what the tab had not sent before it was reloaded. What is too old for its nonce waits for a click. */
export function restoreOutbox(userId: number): void {
  let kept: [RoomKey, PendingMessage[]][] = [];
  try {
    kept = JSON.parse(sessionStorage.getItem(storageKey(userId)) ?? '[]') as typeof kept;
  } catch {
    return;
  }
  for (const [key, pending] of kept) {
    const room = ensureRoom(key);
    for (const one of pending) {
      if (room.pending.some((known) => known.nonce === one.nonce)) continue;
      const stale = Date.now() - Date.parse(one.createdAt) > nonceLifeMs;
      changeRoom(key, (now) => enqueued(now, stale ? { ...one, state: 'failed' } : one));
    }
    void work(key);
  }
}
