import type { Channel, ChannelMessage, Conversation, ConversationInfo, DirectMessage, Member, ServerInfo, Status, User } from '@/api/types';
import type { RoomKey } from '@/lib/room';

/** In a channel, or in a conversation. */
interface ReactionChange {
  serverId?: number;
  channelId?: number;
  conversationId?: number;
  messageId: number;
  userId: number;
  emoji: string;
}

/** What the server sends, by event name; a test holds the names against docs/asyncapi.yaml. */
export interface ServerEvents {
  authenticated: { user: User; sessionId: string; servers: number[] };
  new_message: ChannelMessage;
  message_edited: ChannelMessage;
  message_deleted: { serverId: number; channelId: number; id: number };
  messages_deleted: { serverId: number; channelId: number; ids: number[] };
  reaction_added: ReactionChange;
  reaction_removed: ReactionChange;
  pins_updated: { serverId: number; channelId: number; messageId: number; pinned: boolean };
  new_private_message: DirectMessage;
  private_message_edited: DirectMessage;
  private_message_deleted: { conversationId: number; id: number };
  user_typing: { serverId?: number; channelId?: number; conversationId?: number; user: User };
  user_status_change: { userId: number; status: Status; customStatus: string | null };
  server_updated: { server: ServerInfo };
  channel_created: { serverId: number; channel: Channel };
  server_deleted: { serverId: number };
  channel_updated: { serverId: number; channel: Channel };
  channel_deleted: { serverId: number; channelId: number };
  channels_reordered: { serverId: number };
  role_created: { serverId: number };
  role_updated: { serverId: number };
  role_deleted: { serverId: number; roleId: number };
  roles_reordered: { serverId: number };
  emojis_updated: { serverId: number };
  invite_created: { serverId: number };
  member_joined: { serverId: number; member: Member };
  member_left: { serverId: number; userId: number; reason: string };
  member_updated: { serverId: number; member: Member };
  conversation_created: { conversation: Conversation };
  conversation_updated: { conversation: ConversationInfo };
  read_state_updated: { serverId?: number; channelId?: number; conversationId?: number; lastReadId: number };
  session_ended: { reason: string };
  resync: unknown;
}

export type ServerEvent = keyof ServerEvents;

/** Every event above, once: the socket listens to exactly these. */
export const serverEvents = Object.keys({
  authenticated: 0,
  new_message: 0,
  message_edited: 0,
  message_deleted: 0,
  messages_deleted: 0,
  reaction_added: 0,
  reaction_removed: 0,
  pins_updated: 0,
  new_private_message: 0,
  private_message_edited: 0,
  private_message_deleted: 0,
  user_typing: 0,
  user_status_change: 0,
  server_updated: 0,
  channel_created: 0,
  server_deleted: 0,
  channel_updated: 0,
  channel_deleted: 0,
  channels_reordered: 0,
  role_created: 0,
  role_updated: 0,
  role_deleted: 0,
  roles_reordered: 0,
  emojis_updated: 0,
  invite_created: 0,
  member_joined: 0,
  member_left: 0,
  member_updated: 0,
  conversation_created: 0,
  conversation_updated: 0,
  read_state_updated: 0,
  session_ended: 0,
  resync: 0,
} satisfies Record<ServerEvent, 0>) as ServerEvent[];

/** What a reducer may know besides its own state. */
export interface EventContext {
  meId: number;
  /** The room being read at this moment: open, scrolled to the end, in a visible and focused window. */
  reading: RoomKey | null;
  /** Milliseconds now. */
  now: number;
}

/** A feature's pure answers to server events: the state before, what came, the state after. */
export type EventReducers<S> = {
  [E in ServerEvent]?: (state: S, payload: ServerEvents[E], context: EventContext) => S;
};
