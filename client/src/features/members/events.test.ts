import { expect, it } from 'vitest';
import { context, me, user } from '@/realtime/examples';
import { memberEvents } from './events';
import { initialMembers, withMembers } from './store';

const member = (id: number) => ({ user: user(id), nickname: null, roles: [], timeoutUntil: null, joinedAt: user(id).createdAt });
const state = withMembers(initialMembers, 5, [member(me)]);

it('members join and leave the list of an open server', () => {
  const joined = memberEvents.member_joined!(state, { serverId: 5, member: member(2) }, context);
  expect(Object.keys(joined.of[5] ?? {})).toEqual(['1', '2']);
  const left = memberEvents.member_left!(joined, { serverId: 5, userId: 2, reason: 'kick' }, context);
  expect(Object.keys(left.of[5] ?? {})).toEqual(['1']);
});

it('when I am out, the list is gone', () => {
  expect(memberEvents.member_left!(state, { serverId: 5, userId: me, reason: 'kick' }, context).of[5]).toBeUndefined();
});
