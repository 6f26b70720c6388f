import { expect, it } from 'vitest';
import { channelKey } from '@/lib/room';
import { context, me, message, user } from '@/realtime/examples';
import { typingEvents } from './events';
import { initialTyping, withoutStale } from './store';

const key = channelKey(5, 9);
const type = (id: number, now = 0) =>
  typingEvents.user_typing!(initialTyping, { serverId: 5, channelId: 9, user: user(id) }, { ...context, now });

it('somebody writing shows until they stop', () => {
  const state = type(2, 1000);
  expect(state.of[key]).toMatchObject([{ userId: 2, name: 'User 2' }]);
  expect(withoutStale(state, 2000)).toBe(state);
  expect(withoutStale(state, 60_000).of[key]).toEqual([]);
});

it('their message ends it', () => {
  expect(typingEvents.new_message!(type(2), message(1, 2), context).of[key]).toEqual([]);
});

it('my own other device does not count', () => {
  expect(type(me)).toBe(initialTyping);
});
