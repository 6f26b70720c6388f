import { channelKey } from '@/lib/room';
import type { EventReducers } from '@/realtime/events';
import { withChannel, withoutServerChannels, type ChannelsState } from './store';

export const channelEvents: EventReducers<ChannelsState> = {
  channel_created: (state, { channel }) => withChannel(state, channel),
  new_message: (state, message, { meId, reading }) => {
    const key = channelKey(message.serverId, message.channelId);
    const channel = state.byKey[key];
    if (!channel || (channel.lastMessageId ?? 0) >= message.id) return state;
    const seen = message.author.id === meId || reading === key;
    const mentioned = message.mentions.some((person) => person.id === meId);
    return withChannel(state, {
      ...channel,
      lastMessageId: message.id,
      unreadCount: channel.unreadCount + (seen ? 0 : 1),
      mentionCount: channel.mentionCount + (!seen && mentioned ? 1 : 0),
    });
  },
  read_state_updated: (state, { serverId, channelId, lastReadId }) => {
    if (serverId === undefined || channelId === undefined) return state;
    const channel = state.byKey[channelKey(serverId, channelId)];
    if (!channel || channel.unreadCount + channel.mentionCount === 0) return state;
    // Read up to an older message than the newest one: how many are left only the server knows.
    if ((channel.lastMessageId ?? 0) > lastReadId) return state;
    return withChannel(state, { ...channel, unreadCount: 0, mentionCount: 0 });
  },
  member_left: (state, { serverId, userId }, { meId }) =>
    userId === meId ? withoutServerChannels(state, serverId) : state,
};
