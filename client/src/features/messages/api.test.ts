import { beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '@/api/http';
import { useUsers } from '@/features/users/store';
import { roomKey, type Room } from '@/lib/room';
import { me, message } from '@/realtime/examples';
import { loadRoom } from './api';
import { initialMessages, useMessages } from './store';

interface Query {
  limit: number;
  before?: number;
}

vi.mock('@/api/http', () => ({ api: { GET: vi.fn() }, unwrap: (answer: unknown) => answer }));

const room: Room = { kind: 'channel', serverId: 5, channelId: 9 };
const now = () => useMessages.getState().rooms[roomKey(room)]!;
let asked: Query[];

/** A server that has the messages 1 to `count`, all of somebody else. */
function holds(count: number): void {
  const all = Array.from({ length: count }, (_, index) => message(index + 1));
  vi.mocked(api.GET).mockImplementation(((_path: string, { params }: { params: { query: Query } }) => {
    const { limit, before = Infinity } = params.query;
    asked.push(params.query);
    return Promise.resolve({ messages: all.filter(({ id }) => id < before).slice(-limit) });
  }) as never);
}

beforeEach(() => {
  asked = [];
  useUsers.setState({ meId: me });
  useMessages.setState(initialMessages, true);
});

describe('a room opened for the first time', () => {
  it('loads one page when all is read', async () => {
    holds(400);
    await loadRoom(room, 0);
    expect(asked).toEqual([{ limit: 50 }]);
    expect(now().newFrom).toBeNull();
  });

  it('loads one page when the first unread message is on it', async () => {
    holds(400);
    await loadRoom(room, 20);
    expect(asked).toEqual([{ limit: 50 }]);
    expect(now().newFrom).toBe(381);
  });

  it('goes back to the first unread message, and without a gap', async () => {
    holds(400);
    await loadRoom(room, 230);
    expect(asked).toEqual([{ limit: 100 }, { limit: 100, before: 301 }, { limit: 100, before: 201 }]);
    expect(now().newFrom).toBe(171);
    expect(now().ids).toEqual(Array.from({ length: 300 }, (_, index) => 101 + index));
    expect(now().hasOlder).toBe(true);
  });

  it('stops at the very first message when all is unread', async () => {
    holds(130);
    await loadRoom(room, 130);
    expect(now().newFrom).toBe(1);
    expect(now().hasOlder).toBe(false);
  });

  it('opens at its end when more is unread than anybody reads', async () => {
    holds(1500);
    await loadRoom(room, 1400);
    expect(asked).toEqual([{ limit: 50 }]);
    expect(now().newFrom).toBeNull();
  });
});
