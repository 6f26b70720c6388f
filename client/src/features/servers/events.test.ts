import { describe, expect, it } from 'vitest';
import { channelKey } from '@/lib/room';
import { context, me, message, server, user } from '@/realtime/examples';
import { serverEvents } from './events';
import { initialServers, type ServersState } from './store';

const state: ServersState = { ...initialServers, status: 'ready', byId: { 5: server(5) }, order: [5] };
const member = (id: number) => ({ user: user(id), nickname: null, roles: [], timeoutUntil: null, joinedAt: user(id).createdAt });

describe('servers', () => {
  it('a message of somebody else is unread, and a mention counts', () => {
    const next = serverEvents.new_message!(state, message(1), context);
    expect(next.byId[5]).toMatchObject({ unreadCount: 1, mentionCount: 0 });
    const mention = message(2, 2, { mentions: [{ id: me, username: 'user1', displayName: 'User 1' }] });
    expect(serverEvents.new_message!(next, mention, context).byId[5]).toMatchObject({ unreadCount: 2, mentionCount: 1 });
  });

  it('my own message and one that I am reading are not', () => {
    expect(serverEvents.new_message!(state, message(1, me), context)).toBe(state);
    expect(serverEvents.new_message!(state, message(1), { ...context, reading: channelKey(5, 9) })).toBe(state);
  });

  it('a changed server keeps what only I am told', () => {
    const { id, description, iconUrl, isPublic, ownerId, memberCount, createdAt } = server(5);
    const info = { id, name: 'Renamed', description, iconUrl, isPublic, ownerId, memberCount, createdAt };
    const before = { ...state, byId: { 5: server(5, { permissions: '8', unreadCount: 3 }) } };
    const next = serverEvents.server_updated!(before, { server: info }, context);
    expect(next.byId[5]).toMatchObject({ name: 'Renamed', permissions: '8', unreadCount: 3 });
  });

  it('members come and go', () => {
    const more = serverEvents.member_joined!(state, { serverId: 5, member: member(3) }, context);
    expect(more.byId[5]?.memberCount).toBe(3);
    const fewer = serverEvents.member_left!(state, { serverId: 5, userId: 3, reason: 'leave' }, context);
    expect(fewer.byId[5]?.memberCount).toBe(1);
  });

  it('a server that I am out of is gone', () => {
    const next = serverEvents.member_left!(state, { serverId: 5, userId: me, reason: 'kick' }, context);
    expect(next.order).toEqual([]);
    expect(next.byId[5]).toBeUndefined();
  });
});
