import { channelKey, dmKey } from '@/lib/room';
import type { EventReducers } from '@/realtime/events';
import { withoutTypist, type TypingState } from './store';

/** Twice the pause in which the server passes on one sign of typing, and a little for the way. */
const staysMs = 7000;

export const typingEvents: EventReducers<TypingState> = {
  user_typing: (state, { serverId, channelId, conversationId, user }, { meId, now }) => {
    if (user.id === meId) return state;
    const key =
      conversationId !== undefined
        ? dmKey(conversationId)
        : serverId !== undefined && channelId !== undefined
          ? channelKey(serverId, channelId)
          : null;
    if (!key) return state;
    const others = (state.of[key] ?? []).filter((typist) => typist.userId !== user.id);
    return { of: { ...state.of, [key]: [...others, { userId: user.id, name: user.displayName, until: now + staysMs }] } };
  },
  new_message: (state, message) => withoutTypist(state, channelKey(message.serverId, message.channelId), message.author.id),
  new_private_message: (state, message) => withoutTypist(state, dmKey(message.conversationId), message.author.id),
};
