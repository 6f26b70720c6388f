import type { Socket } from 'socket.io-client';
import { endSession, freshToken, getSession, renewToken } from '@/api/session';
import { useConnection } from './connection';
import { serverEvents, type ServerEvent, type ServerEvents } from './events';

/*
 * The one socket of this tab. It keeps itself connected while somebody is logged in: socket.io retries by itself
 * when the network fails; when the server refuses or closes, this file does, with a fresh token where that was the
 * reason. What events mean is decided elsewhere.
 */
export type Ack = { ok: true; [key: string]: unknown } | { ok: false; error: string; code: string };

export interface SocketHandlers {
  event: <E extends ServerEvent>(name: E, payload: ServerEvents[E]) => void;
  /** The socket is up; `recovered` means that nothing was missed meanwhile. */
  connected: (recovered: boolean) => void;
}

const ackTimeoutMs = 10_000;
const retryMs = [500, 1000, 2000, 4000];

let socket: Socket | null = null;
let retry: ReturnType<typeof setTimeout> | undefined;
let refusals = 0;
/** Which opening is the current one: the library of an earlier one may still come. */
let turn = 0;

function retryLater(again: () => void = () => socket?.connect()): void {
  clearTimeout(retry);
  const delay = retryMs[Math.min(refusals, retryMs.length - 1)] ?? 4000;
  refusals += 1;
  retry = setTimeout(again, delay);
}

/** The server said no to the handshake: a stale token is renewed once, anything else is tried again later. */
async function refused(code: string | undefined): Promise<void> {
  const session = getSession();
  if (!session) return;
  const aboutToken = code === undefined || /token|auth|session|expired/.test(code);
  if (aboutToken && refusals === 0) {
    refusals += 1;
    try {
      if (await renewToken(session.token)) socket?.connect();
      return;
    } catch {
      // unreachable: try again below
    }
  } else if (aboutToken && refusals > 3) {
    endSession('session_ended');
    return;
  }
  retryLater();
}

/** Opens the socket; only one is ever open. */
export function openSocket(handlers: SocketHandlers): void {
  closeSocket();
  useConnection.setState({ status: 'connecting' });
  void open(handlers, turn);
}

async function open(handlers: SocketHandlers, mine: number): Promise<void> {
  // Fetched here: what a page shows first comes from the API.
  const library = await import('socket.io-client').catch(() => null);
  if (mine !== turn) return;
  if (!library) {
    useConnection.setState({ status: 'lost' });
    return retryLater(() => void open(handlers, mine));
  }
  const opened = library.io(window.location.origin, {
    auth: (give) => {
      freshToken()
        .catch(() => getSession()?.token ?? null)
        .then((token) => give({ token: token ?? '' }), () => give({ token: '' }));
    },
    reconnectionDelay: 400,
    reconnectionDelayMax: 3000,
    timeout: 10_000,
  });
  socket = opened;
  opened.on('connect', () => {
    refusals = 0;
    clearTimeout(retry);
    useConnection.setState({ status: 'online' });
    handlers.connected(opened.recovered);
  });
  opened.on('disconnect', (reason) => {
    if (socket !== opened) return;
    useConnection.setState({ status: 'lost' });
    if (reason === 'io server disconnect') retryLater();
  });
  opened.on('connect_error', (error: Error & { data?: { code?: string } }) => {
    if (socket !== opened) return;
    if (useConnection.getState().status !== 'connecting') useConnection.setState({ status: 'lost' });
    if (!opened.active) void refused(error.data?.code);
    else useConnection.setState({ status: 'lost' });
  });
  for (const name of serverEvents) {
    // With connection state recovery each event carries its offset as one more argument: only the first is ours.
    opened.on(name, (payload: ServerEvents[typeof name]) => handlers.event(name, payload));
  }
}

export function closeSocket(): void {
  turn += 1;
  clearTimeout(retry);
  refusals = 0;
  const open = socket;
  socket = null;
  open?.removeAllListeners();
  open?.disconnect();
  useConnection.setState({ status: 'idle' });
}

/** Emits and waits for the acknowledgement; an unreachable server is an acknowledgement too: code `offline`. */
export async function emitAcked(name: string, payload: object): Promise<Ack> {
  const offline: Ack = { ok: false, error: 'The server cannot be reached.', code: 'offline' };
  if (!socket?.connected) return offline;
  try {
    return (await socket.timeout(ackTimeoutMs).emitWithAck(name, payload)) as Ack;
  } catch {
    return offline;
  }
}

/** Emits what may get lost, and only when connected: nothing is buffered for later. */
export function emitVolatile(name: string, payload: object): void {
  if (socket?.connected) socket.volatile.emit(name, payload, () => undefined);
}

// The browser often knows before the socket does: drop a dead connection at once, and do not sit out a back-off.
window.addEventListener('offline', () => socket?.io.engine?.close());
window.addEventListener('online', () => {
  if (socket && !socket.connected) socket.disconnect().connect();
});
