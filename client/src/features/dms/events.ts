import { dmKey } from '@/lib/room';
import type { EventReducers } from '@/realtime/events';
import { dialogue, withDialogue, withoutDialogue, type DmsState } from './store';

export const dmEvents: EventReducers<DmsState> = {
  conversation_created: (state, { conversation }) =>
    state.byId[conversation.id] ? state : withDialogue(state, dialogue(conversation)),
  conversation_updated: (state, { conversation }, { meId }) => {
    const dm = state.byId[conversation.id];
    if (!dm) return state;
    const participantIds = conversation.participants.map((person) => person.id);
    return participantIds.includes(meId) ? withDialogue(state, { ...dm, participantIds }) : withoutDialogue(state, dm.id);
  },
  new_private_message: (state, message, { meId, reading }) => {
    const dm = state.byId[message.conversationId];
    if (!dm || (dm.lastMessage && dm.lastMessage.id >= message.id)) return state;
    const seen = message.author.id === meId || reading === dmKey(dm.id);
    return withDialogue(state, { ...dm, lastMessage: message, unreadCount: dm.unreadCount + (seen ? 0 : 1) });
  },
  private_message_edited: (state, message) => {
    const dm = state.byId[message.conversationId];
    return dm?.lastMessage?.id === message.id ? withDialogue(state, { ...dm, lastMessage: message }) : state;
  },
  read_state_updated: (state, { conversationId, lastReadId }) => {
    const dm = conversationId === undefined ? undefined : state.byId[conversationId];
    if (!dm || dm.unreadCount === 0 || (dm.lastMessage?.id ?? 0) > lastReadId) return state;
    return withDialogue(state, { ...dm, unreadCount: 0 });
  },
};
