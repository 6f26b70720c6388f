import type { Message } from '@/api/types';
import { channelKey, dmKey, type RoomKey } from '@/lib/room';
import type { EventContext, EventReducers } from '@/realtime/events';
import { edited, received, removed, withRoom, type MessagesState } from './state';

function arrived(state: MessagesState, key: RoomKey, message: Message, { meId, reading }: EventContext): MessagesState {
  return withRoom(state, key, (room) => {
    const mine = message.author.id === meId;
    const next = received(room, message, mine);
    // What comes while nobody is looking is new when they look again.
    const unseen = !mine && reading !== key && next.newFrom === null && next.ids.at(-1) === message.id;
    return unseen && next !== room && next.status === 'ready' ? { ...next, newFrom: message.id } : next;
  });
}

export const messageEvents: EventReducers<MessagesState> = {
  new_message: (state, message, context) =>
    arrived(state, channelKey(message.serverId, message.channelId), message, context),
  new_private_message: (state, message, context) => arrived(state, dmKey(message.conversationId), message, context),
  message_edited: (state, message) =>
    withRoom(state, channelKey(message.serverId, message.channelId), (room) => edited(room, message)),
  private_message_edited: (state, message) =>
    withRoom(state, dmKey(message.conversationId), (room) => edited(room, message)),
  message_deleted: (state, { serverId, channelId, id }) =>
    withRoom(state, channelKey(serverId, channelId), (room) => removed(room, id)),
  messages_deleted: (state, { serverId, channelId, ids }) =>
    withRoom(state, channelKey(serverId, channelId), (room) => ids.reduce(removed, room)),
  private_message_deleted: (state, { conversationId, id }) =>
    withRoom(state, dmKey(conversationId), (room) => removed(room, id)),
};
