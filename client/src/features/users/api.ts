import { ApiError } from '@/api/errors';
import { api, unwrap } from '@/api/http';
import type { ChosenStatus, User } from '@/api/types';
import { emitAcked } from '@/realtime/socket';
import { rememberPeople, setMe } from './store';

export async function loadMe(): Promise<User> {
  const { user } = await unwrap(api.GET('/api/users/me'));
  setMe(user);
  return user;
}

export async function searchUsers(query: string, signal?: AbortSignal): Promise<User[]> {
  const { users } = await unwrap(api.GET('/api/users', { params: { query: { query, limit: 20 } }, signal: signal ?? null }));
  rememberPeople(users);
  return users;
}

/** Says how I am; by the socket, which is what being here means. */
export async function changeStatus(status: ChosenStatus, customStatus: string | null): Promise<void> {
  const ack = await emitAcked('status_change', { status, customStatus });
  if (!ack.ok) throw new ApiError(ack.error, 0, ack.code);
  setMe(ack['user'] as User);
}
