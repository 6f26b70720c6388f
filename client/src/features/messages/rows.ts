import type { Message } from '@/api/types';
import { calendarDay, sameDay } from '@/lib/time';
import type { RoomMessages } from './state';

/** What the list shows, in order. `head` is a row with the author's name, the first of a group. */
export type Row =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'new'; key: string }
  | { kind: 'message'; key: string; id: number; head: boolean }
  | { kind: 'pending'; key: string; nonce: string; head: boolean };

const groupMs = 7 * 60 * 1000;

interface Group {
  authorId: number;
  startedAt: string;
}

/** Groups one author's messages within seven minutes; a new day, the “new” line and a reply begin another group. */
export function buildRows(room: Pick<RoomMessages, 'ids' | 'byId' | 'pending' | 'newFrom' | 'nonceOf'>, meId: number): Row[] {
  const rows: Row[] = [];
  let group = null as Group | null;
  let previousAt = null as string | null;

  const begins = (authorId: number, at: string, replies: boolean): boolean => {
    const continues =
      group !== null && !replies && group.authorId === authorId && Date.parse(at) - Date.parse(group.startedAt) < groupMs;
    if (!continues) group = { authorId, startedAt: at };
    return !continues;
  };
  const dayBefore = (at: string): void => {
    if (previousAt === null || !sameDay(previousAt, at)) {
      rows.push({ kind: 'day', key: `day-${calendarDay(new Date(at))}`, at });
      group = null;
    }
    previousAt = at;
  };

  for (const id of room.ids) {
    const message: Message | undefined = room.byId[id];
    if (!message) continue;
    dayBefore(message.createdAt);
    if (room.newFrom === id) {
      rows.push({ kind: 'new', key: 'new' });
      group = null;
    }
    const head = begins(message.author.id, message.createdAt, message.replyTo !== null);
    rows.push({ kind: 'message', key: room.nonceOf[id] ?? String(id), id, head });
  }
  for (const { nonce, createdAt, replyTo } of room.pending) {
    // A clock that is behind must not open an earlier day at the end of the list.
    const at: string = previousAt !== null && createdAt < previousAt ? previousAt : createdAt;
    dayBefore(at);
    rows.push({ kind: 'pending', key: nonce, nonce, head: begins(meId, at, replyTo !== null) });
  }
  return rows;
}
