import { describe, expect, it } from 'vitest';
import { channelKey } from '@/lib/room';
import { channel, context, me, message } from '@/realtime/examples';
import { channelEvents } from './events';
import { firstTextChannel, grouped, initialChannels, unreadOf, withChannels } from './store';

const key = channelKey(5, 9);
const state = withChannels(initialChannels, 5, [channel(9)]);

describe('channels', () => {
  it('a created channel appears once', () => {
    const event = { serverId: 5, channel: channel(10) };
    const next = channelEvents.channel_created!(state, event, context);
    expect(channelEvents.channel_created!(next, event, context).keysOf[5]).toEqual([key, channelKey(5, 10)]);
  });

  it('a channel of a server that is not open is left out', () => {
    expect(channelEvents.channel_created!(state, { serverId: 6, channel: channel(1, { serverId: 6 }) }, context)).toBe(state);
  });

  it('a message counts as unread once, my own not at all', () => {
    const once = channelEvents.new_message!(state, message(3), context);
    expect(once.byKey[key]).toMatchObject({ unreadCount: 1, lastMessageId: 3 });
    expect(channelEvents.new_message!(once, message(3), context)).toBe(once);
    const own = channelEvents.new_message!(once, message(4, me), context);
    expect(own.byKey[key]).toMatchObject({ unreadCount: 1, lastMessageId: 4 });
  });

  it('reading to the end clears it, reading to an older message does not', () => {
    const unread = channelEvents.new_message!(state, message(3), context);
    const partly = channelEvents.read_state_updated!(unread, { serverId: 5, channelId: 9, lastReadId: 2 }, context);
    expect(partly).toBe(unread);
    const read = channelEvents.read_state_updated!(unread, { serverId: 5, channelId: 9, lastReadId: 3 }, context);
    expect(unreadOf(read, 5)).toEqual({ unread: 0, mentions: 0 });
  });

  it('when I am out, its channels are gone', () => {
    const next = channelEvents.member_left!(state, { serverId: 5, userId: me, reason: 'kick' }, context);
    expect(next.keysOf[5]).toBeUndefined();
    expect(next.byKey[key]).toBeUndefined();
  });

  it('groups by category and position; what has no category comes first', () => {
    const all = [
      channel(1, { type: 'category', position: 0 }),
      channel(2, { parentId: 1, position: 2 }),
      channel(3, { parentId: 1, position: 1, type: 'voice' }),
      channel(4, { position: 5 }),
      channel(5, { parentId: 77, position: 6 }),
    ];
    const groups = grouped(all).map((group) => [group.category?.id ?? null, ...group.channels.map((one) => one.id)]);
    expect(groups).toEqual([
      [null, 4, 5],
      [1, 3, 2],
    ]);
    expect(firstTextChannel(all)?.id).toBe(4);
  });
});
