import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/api/errors';
import { useUsers } from '@/features/users/store';
import { roomKey, type Room } from '@/lib/room';
import { me, message } from '@/realtime/examples';
import { sendMessage } from './api';
import { dropSend, restoreOutbox, retrySend, send, wakeOutbox } from './outbox';
import { emptyRoom, received } from './state';
import { changeRoom, initialMessages, useMessages } from './store';

vi.mock('./api', () => ({ sendMessage: vi.fn() }));
const sending = vi.mocked(sendMessage);

let number = 0;
let room: Room;
const key = () => roomKey(room);
const pending = () => useMessages.getState().rooms[key()]?.pending ?? [];

/** The server takes it. */
async function accept(to: Room, { content, nonce }: { content: string; nonce: string }) {
  await Promise.resolve();
  const stored = message(100 + sending.mock.calls.length, me, { content, nonce });
  changeRoom(roomKey(to), (now) => received(now, stored, true));
  return stored;
}

beforeEach(() => {
  vi.useFakeTimers();
  sessionStorage.clear();
  useUsers.setState({ meId: me });
  number += 1;
  room = { kind: 'channel', serverId: 5, channelId: number };
  useMessages.setState({ ...initialMessages, rooms: { [key()]: { ...emptyRoom, status: 'ready' } } as never });
  sending.mockReset();
});

describe('the outbox', () => {
  it('shows a message at once and settles it when the server has it', async () => {
    sending.mockImplementation(accept);
    send(room, 'hello', null);
    expect(pending()).toMatchObject([{ content: 'hello', state: 'sending' }]);
    await vi.runAllTimersAsync();
    expect(pending()).toEqual([]);
    expect(sending).toHaveBeenCalledTimes(1);
  });

  it('sends in the order of writing, one at a time', async () => {
    sending.mockImplementation(accept);
    for (const text of ['a', 'b', 'c']) send(room, text, null);
    expect(sending).toHaveBeenCalledTimes(1);
    await vi.runAllTimersAsync();
    expect(sending.mock.calls.map(([, one]) => one.content)).toEqual(['a', 'b', 'c']);
  });

  it('repeats with the same nonce when the server could not be reached', async () => {
    sending.mockRejectedValueOnce(new ApiError('', 0, 'offline')).mockImplementation(accept);
    send(room, 'hello', null);
    await vi.runAllTimersAsync();
    expect(pending()).toEqual([]);
    const nonces = sending.mock.calls.map(([, one]) => one.nonce);
    expect(nonces).toHaveLength(2);
    expect(nonces[0]).toBe(nonces[1]);
  });

  it('tries again at once when the connection is back', async () => {
    sending.mockRejectedValueOnce(new ApiError('', 0, 'offline')).mockImplementation(accept);
    send(room, 'hello', null);
    await vi.advanceTimersByTimeAsync(1);
    expect(pending()).toHaveLength(1);
    wakeOutbox();
    await vi.advanceTimersByTimeAsync(1);
    expect(pending()).toEqual([]);
  });

  it('waits as long as the server asks', async () => {
    sending.mockRejectedValueOnce(new ApiError('slow down', 429, 'rate_limited', {}, 9)).mockImplementation(accept);
    send(room, 'hello', null);
    await vi.advanceTimersByTimeAsync(8900);
    expect(sending).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(sending).toHaveBeenCalledTimes(2);
  });

  it('a refusal says why, holds up nobody, and can be repeated or dropped', async () => {
    sending.mockRejectedValueOnce(new ApiError('No.', 403, 'forbidden')).mockImplementation(accept);
    send(room, 'no', null);
    send(room, 'yes', null);
    await vi.runAllTimersAsync();
    expect(pending()).toMatchObject([{ content: 'no', state: 'failed', error: 'No.' }]);
    retrySend(key(), pending()[0]!.nonce);
    await vi.runAllTimersAsync();
    expect(pending()).toEqual([]);
    expect(sending).toHaveBeenCalledTimes(3);
  });

  it('survives a reload of the tab with its nonce', async () => {
    sending.mockRejectedValue(new ApiError('', 0, 'offline'));
    send(room, 'hello', null);
    await vi.advanceTimersByTimeAsync(600);
    const nonce = pending()[0]!.nonce;
    dropFromMemory();
    sending.mockImplementation(accept);
    restoreOutbox(me);
    expect(pending().map((one) => one.nonce)).toEqual([nonce]);
  });

  it('what is dropped is not sent after a reload', () => {
    sending.mockRejectedValue(new ApiError('No.', 403, 'forbidden'));
    send(room, 'no', null);
    dropSend(key(), pending()[0]!.nonce);
    dropFromMemory();
    restoreOutbox(me);
    expect(pending()).toEqual([]);
  });
});

function dropFromMemory(): void {
  useMessages.setState({ rooms: { [key()]: { ...emptyRoom, status: 'ready' } } as never });
}
