import { describe, expect, it } from 'vitest';
import { context, me, message, user } from '@/realtime/examples';
import { userEvents } from './events';
import { withPeople, type UsersState } from './store';

const state: UsersState = { byId: { 1: user(me), 2: user(2) }, meId: me };

describe('users', () => {
  it('a change of status shows', () => {
    const next = userEvents.user_status_change!(state, { userId: 2, status: 'idle', customStatus: 'tea' }, context);
    expect(next.byId[2]).toMatchObject({ status: 'idle', customStatus: 'tea' });
  });

  it('a stranger’s status is not kept', () => {
    expect(userEvents.user_status_change!(state, { userId: 99, status: 'idle', customStatus: null }, context)).toBe(state);
  });

  it('I keep the status I chose while others see me offline', () => {
    const invisible = withPeople(state, [user(me, { status: 'invisible' })]);
    const next = userEvents.user_status_change!(invisible, { userId: me, status: 'offline', customStatus: null }, context);
    expect(next.byId[me]?.status).toBe('invisible');
  });

  it('an author’s new name is taken without losing what was known', () => {
    const renamed = { ...message(1), author: { ...message(1).author, displayName: 'New name' } };
    const next = userEvents.new_message!(state, renamed, context);
    expect(next.byId[2]).toMatchObject({ displayName: 'New name', status: 'online' });
  });

  it('nothing new is the same state', () => {
    expect(userEvents.new_message!(state, message(1), context)).toBe(state);
  });
});
