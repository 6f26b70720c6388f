import { channelKey } from '@/lib/room';
import type { EventReducers } from '@/realtime/events';
import { withoutServer, withUnread, type ServersState } from './store';

function withMemberCount(state: ServersState, serverId: number, change: number): ServersState {
  const server = state.byId[serverId];
  if (!server) return state;
  const memberCount = Math.max(0, server.memberCount + change);
  return { ...state, byId: { ...state.byId, [serverId]: { ...server, memberCount } } };
}

export const serverEvents: EventReducers<ServersState> = {
  server_updated: (state, { server }) => {
    const known = state.byId[server.id];
    return known ? { ...state, byId: { ...state.byId, [server.id]: { ...known, ...server } } } : state;
  },
  new_message: (state, message, { meId, reading }) => {
    const server = state.byId[message.serverId];
    if (!server || message.author.id === meId) return state;
    if (reading === channelKey(message.serverId, message.channelId)) return state;
    const mentioned = message.mentions.some((person) => person.id === meId);
    return withUnread(state, server.id, server.unreadCount + 1, server.mentionCount + (mentioned ? 1 : 0));
  },
  member_joined: (state, { serverId, member }, { meId }) =>
    member.user.id === meId ? state : withMemberCount(state, serverId, 1),
  member_left: (state, { serverId, userId }, { meId }) =>
    userId === meId ? withoutServer(state, serverId) : withMemberCount(state, serverId, -1),
};
