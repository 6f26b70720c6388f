import { describe, expect, it } from 'vitest';
import { channelKey, dmKey } from '@/lib/room';
import { context, directMessage, me, message } from '@/realtime/examples';
import { messageEvents } from './events';
import {
  arrivals,
  emptyRoom,
  enqueued,
  firstUnread,
  goesBackTo,
  lastOwn,
  prepended,
  refreshed,
  removed,
  trimmed,
  type MessagesState,
  type PendingMessage,
  type RoomMessages,
} from './state';

const key = channelKey(5, 9);

function room(...ids: number[]): RoomMessages {
  return { ...emptyRoom, status: 'ready', ids, byId: Object.fromEntries(ids.map((id) => [id, message(id)])) };
}

function state(open: RoomMessages): MessagesState {
  return { rooms: { [key]: open } };
}

const pending = (nonce: string): PendingMessage => ({
  nonce,
  content: 'hello',
  createdAt: '2026-01-02T03:04:05.678Z',
  replyTo: null,
  state: 'sending',
  error: null,
});

describe('messages from events', () => {
  it('a new message goes to the end', () => {
    const next = messageEvents.new_message?.(state(room(1, 2)), message(3), context);
    expect(next?.rooms[key]?.ids).toEqual([1, 2, 3]);
  });

  it('a message that comes twice is there once', () => {
    const before = state(room(1, 2));
    const once = messageEvents.new_message!(before, message(3), context);
    expect(messageEvents.new_message!(once, message(3), context)).toBe(once);
  });

  it('a message that was overtaken takes its place by id', () => {
    const next = messageEvents.new_message!(state(room(1, 4)), message(3), context);
    expect(next.rooms[key]?.ids).toEqual([1, 3, 4]);
  });

  it('a message for a room that was never opened changes nothing', () => {
    const before = state(room(1));
    expect(messageEvents.new_message!(before, message(3, 2, { channelId: 10 }), context)).toBe(before);
  });

  it('the same channel id in another server is another room', () => {
    const before = state(room(1));
    expect(messageEvents.new_message!(before, message(3, 2, { serverId: 6 }), context)).toBe(before);
  });

  it('my own message replaces what was pending under its nonce and keeps its row', () => {
    const before = state(enqueued(room(1), pending('n1')));
    const next = messageEvents.new_message!(before, message(2, me, { nonce: 'n1' }), context).rooms[key]!;
    expect(next.pending).toEqual([]);
    expect(next.ids).toEqual([1, 2]);
    expect(next.nonceOf[2]).toBe('n1');
  });

  it('somebody else’s message with my nonce replaces nothing', () => {
    const before = state(enqueued(room(1), pending('n1')));
    const next = messageEvents.new_message!(before, message(2, 3, { nonce: 'n1' }), context).rooms[key]!;
    expect(next.pending).toHaveLength(1);
  });

  it('what comes while nobody reads begins the new line, once', () => {
    const first = messageEvents.new_message!(state(room(1)), message(2), context);
    const second = messageEvents.new_message!(first, message(3), context);
    expect(second.rooms[key]?.newFrom).toBe(2);
    const read = messageEvents.new_message!(state(room(1)), message(2), { ...context, reading: key });
    expect(read.rooms[key]?.newFrom).toBeNull();
  });

  it('an edit changes the text and an older edit does not undo it', () => {
    const later = message(1, 2, { content: 'later', editedAt: '2026-01-02T04:00:00.000Z' });
    const earlier = message(1, 2, { content: 'earlier', editedAt: '2026-01-02T03:30:00.000Z' });
    const once = messageEvents.message_edited!(state(room(1)), later, context);
    expect(once.rooms[key]?.byId[1]?.content).toBe('later');
    expect(messageEvents.message_edited!(once, earlier, context)).toBe(once);
  });

  it('a deleted message is gone and does not come back', () => {
    const gone = messageEvents.message_deleted!(state(room(1, 2)), { serverId: 5, channelId: 9, id: 2 }, context);
    expect(gone.rooms[key]?.ids).toEqual([1]);
    expect(messageEvents.new_message!(gone, message(2), context)).toBe(gone);
  });

  it('direct messages work the same in their room', () => {
    const before: MessagesState = { rooms: { [dmKey(7)]: { ...emptyRoom, status: 'ready' } } as MessagesState['rooms'] };
    const written = messageEvents.new_private_message!(before, directMessage(1), context);
    expect(written.rooms[dmKey(7)]?.ids).toEqual([1]);
    const gone = messageEvents.private_message_deleted!(written, { conversationId: 7, id: 1 }, context);
    expect(gone.rooms[dmKey(7)]?.ids).toEqual([]);
  });
});

describe('a room fetched again', () => {
  const known = (...ids: number[]) => new Set(ids);

  it('takes what was missed, in one piece', () => {
    const next = refreshed(room(1, 2), [message(1), message(2), message(3)], true, known(1, 2), me);
    expect(next.ids).toEqual([1, 2, 3]);
    expect(next.hasOlder).toBe(false);
  });

  it('drops what was deleted meanwhile and takes what was edited', () => {
    const changed = message(1, 2, { content: 'changed', editedAt: '2026-01-02T04:00:00.000Z' });
    const next = refreshed(room(1, 2, 3), [changed, message(3)], true, known(1, 2, 3), me);
    expect(next.ids).toEqual([1, 3]);
    expect(next.byId[1]?.content).toBe('changed');
  });

  it('keeps what came by event while it was fetched', () => {
    expect(refreshed(room(1, 4), [message(1), message(2)], true, known(1), me).ids).toEqual([1, 2, 4]);
  });

  it('does not bring back what was deleted while it was fetched', () => {
    expect(refreshed(removed(room(1, 2), 2), [message(1), message(2)], true, known(1, 2), me).ids).toEqual([1]);
  });

  it('leaves an unchanged message the same object', () => {
    const before = room(1);
    expect(refreshed(before, [message(1)], true, known(1), me).byId[1]).toBe(before.byId[1]);
  });

  it('never leaves a gap: what the answer no longer reaches is dropped', () => {
    const next = refreshed(room(1, 2), [message(50), message(51)], false, known(1, 2), me);
    expect(next.ids).toEqual([50, 51]);
    expect(next.hasOlder).toBe(true);
  });

  it('settles what was sent and never acknowledged', () => {
    const next = refreshed(enqueued(room(), pending('n1')), [message(1, me, { nonce: 'n1' })], true, known(), me);
    expect(next.pending).toEqual([]);
  });
});

describe('pages', () => {
  it('an older page goes before, without doubles', () => {
    const next = prepended(room(3, 4), [message(1), message(2), message(3)], true);
    expect(next.ids).toEqual([1, 2, 3, 4]);
    expect(next.hasOlder).toBe(false);
  });

  it('a room that is left keeps its newest part', () => {
    const next = trimmed(room(1, 2, 3), 2);
    expect(next.ids).toEqual([2, 3]);
    expect(Object.keys(next.byId)).toHaveLength(2);
    expect(next.hasOlder).toBe(true);
  });
});

describe('what is read out', () => {
  const ids = (before: RoomMessages, after: RoomMessages) => arrivals(before, after, me).map((one) => one.id);

  it('is what others wrote below all that was there', () => {
    const after = messageEvents.new_message!(state(room(1, 2)), message(3), context).rooms[key]!;
    expect(ids(room(1, 2), after)).toEqual([3]);
    expect(ids(room(), room(1))).toEqual([1]);
  });

  it('is not what I wrote', () => {
    const after = messageEvents.new_message!(state(room(1)), message(2, me), context).rooms[key]!;
    expect(ids(room(1), after)).toEqual([]);
  });

  it('is not a page of older messages', () => {
    const before = room(3, 4);
    expect(ids(before, prepended(before, [message(1), message(2)], true))).toEqual([]);
  });

  it('is not the first load, but what was missed afterwards', () => {
    const loaded = refreshed(emptyRoom, [message(1), message(2)], true, new Set(), me);
    expect(ids(emptyRoom, loaded)).toEqual([]);
    const again = refreshed(loaded, [message(1), message(2), message(3), message(4, me), message(5)], true, new Set([1, 2]), me);
    expect(ids(loaded, again)).toEqual([3, 5]);
  });

  it('is nothing when the newest message is deleted', () => {
    expect(ids(room(1, 2), removed(room(1, 2), 2))).toEqual([]);
  });
});

describe('looking back', () => {
  it('the new line counts only what others wrote', () => {
    const mixed: RoomMessages = { ...room(1, 2, 3, 4), byId: { 1: message(1), 2: message(2), 3: message(3, me), 4: message(4) } };
    expect(firstUnread(mixed, 2, me)).toBe(2);
    expect(firstUnread(mixed, 0, me)).toBeNull();
    expect(firstUnread(mixed, 9, me)).toBeNull();
  });

  it('what is loaded goes back to the first unread message when it begins above it', () => {
    const newest = [message(1), message(2), message(3, me), message(4)];
    expect(goesBackTo(newest, 0, me)).toBe(true);
    expect(goesBackTo(newest, 2, me)).toBe(true);
    expect(goesBackTo(newest, 3, me)).toBe(false);
    expect(goesBackTo([], 1, me)).toBe(false);
  });

  it('finds my last message', () => {
    expect(lastOwn({ ...room(1, 2), byId: { 1: message(1, me), 2: message(2) } }, me)).toBe(1);
    expect(lastOwn(room(1, 2), me)).toBeNull();
  });
});
