/** A room is a place where messages are: a channel of a server, or a direct conversation. */
export type Room =
  | { kind: 'channel'; serverId: number; channelId: number }
  | { kind: 'dm'; conversationId: number };

/** Channel ids are unique within their server only, so a room's key always carries both. */
export type RoomKey = `channel:${number}:${number}` | `dm:${number}`;

export function channelKey(serverId: number, channelId: number): RoomKey {
  return `channel:${serverId}:${channelId}`;
}

export function dmKey(conversationId: number): RoomKey {
  return `dm:${conversationId}`;
}

export function roomKey(room: Room): RoomKey {
  return room.kind === 'channel' ? channelKey(room.serverId, room.channelId) : dmKey(room.conversationId);
}

/** The room behind a key. */
export function roomOf(key: RoomKey): Room {
  const [kind, first, second] = key.split(':');
  return kind === 'channel'
    ? { kind, serverId: Number(first), channelId: Number(second) }
    : { kind: 'dm', conversationId: Number(first) };
}
