import type { Channel, ChannelMessage, DirectMessage, ServerSummary, User } from '@/api/types';
import type { EventContext } from './events';

/* Small complete things for the tests of reducers; never part of the program. */
const at = '2026-01-02T03:04:05.678Z';

export const me = 1;
export const context: EventContext = { meId: me, reading: null, now: 1_000_000 };

export function user(id: number, change: Partial<User> = {}): User {
  return {
    id,
    username: `user${id}`,
    displayName: `User ${id}`,
    avatarUrl: null,
    bio: null,
    bannerColor: null,
    status: 'online',
    customStatus: null,
    createdAt: at,
    ...change,
  };
}

/** What every message has, wherever it stands. */
function written(id: number, by: number): Omit<DirectMessage, 'conversationId'> {
  return {
    id,
    author: { id: by, username: `user${by}`, displayName: `User ${by}`, avatarUrl: null },
    content: `message ${id}`,
    type: 'default',
    replyTo: null,
    attachments: [],
    reactions: [],
    mentions: [],
    pinned: false,
    editedAt: null,
    createdAt: at,
  };
}

/** A message in channel 9 of server 5. */
export function message(id: number, by = 2, change: Partial<ChannelMessage> = {}): ChannelMessage {
  return {
    ...written(id, by),
    serverId: 5,
    channelId: 9,
    embeds: [],
    mentionRoles: [],
    mentionEveryone: false,
    ...change,
  };
}

/** A message in conversation 7. */
export function directMessage(id: number, by = 2, change: Partial<DirectMessage> = {}): DirectMessage {
  return { ...written(id, by), conversationId: 7, ...change };
}

export function channel(id: number, change: Partial<Channel> = {}): Channel {
  return {
    id,
    serverId: 5,
    name: `channel-${id}`,
    type: 'text',
    description: null,
    topic: null,
    parentId: null,
    position: id,
    slowmodeSeconds: 0,
    nsfw: false,
    overwrites: [],
    lastMessageId: null,
    unreadCount: 0,
    mentionCount: 0,
    createdAt: at,
    ...change,
  };
}

export function server(id: number, change: Partial<ServerSummary> = {}): ServerSummary {
  return {
    id,
    name: `Server ${id}`,
    description: null,
    iconUrl: null,
    isPublic: false,
    ownerId: me,
    memberCount: 2,
    permissions: '0',
    unreadCount: 0,
    mentionCount: 0,
    createdAt: at,
    ...change,
  };
}
