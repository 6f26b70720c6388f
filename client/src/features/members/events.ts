import type { EventReducers } from '@/realtime/events';
import { without } from '@/lib/records';
import { withMember, withoutMember, type MembersState } from './store';

export const memberEvents: EventReducers<MembersState> = {
  member_joined: (state, { serverId, member }) => withMember(state, serverId, member),
  member_updated: (state, { serverId, member }) => withMember(state, serverId, member),
  member_left: (state, { serverId, userId }, { meId }) => {
    if (userId !== meId) return withoutMember(state, serverId, userId);
    return { ...state, of: without(state.of, serverId) };
  },
};
