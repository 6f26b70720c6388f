import type { EventReducers } from '@/realtime/events';
import { withPeople, type UsersState } from './store';

export const userEvents: EventReducers<UsersState> = {
  authenticated: (state, { user }) => withPeople({ ...state, meId: user.id }, [user]),
  new_message: (state, { author }) => withPeople(state, [author]),
  new_private_message: (state, { author }) => withPeople(state, [author]),
  member_joined: (state, { member }) => withPeople(state, [member.user]),
  conversation_created: (state, { conversation }) => withPeople(state, conversation.participants),
  conversation_updated: (state, { conversation }) => withPeople(state, conversation.participants),
  user_status_change: (state, { userId, status, customStatus }) => {
    const known = state.byId[userId];
    return known ? withPeople(state, [{ ...known, status, customStatus }]) : state;
  },
};
