import { asApiError } from '@/api/errors';
import { api, unwrap } from '@/api/http';
import type { Member } from '@/api/types';
import { rememberPeople } from '@/features/users/store';
import { useMembers, withMembers, withoutMember } from './store';

const pageSize = 100;
const maxPages = 20;

export async function loadMembers(serverId: number): Promise<void> {
  try {
    const all: Member[] = [];
    for (let page = 0; page < maxPages; page += 1) {
      const after = all.at(-1)?.user.id ?? 0;
      const { members } = await unwrap(
        api.GET('/api/servers/{serverId}/members', {
          params: { path: { serverId }, query: { limit: pageSize, after } },
        }),
      );
      all.push(...members);
      if (members.length < pageSize) break;
    }
    rememberPeople(all.map((member) => member.user));
    useMembers.setState((state) => withMembers(state, serverId, all));
  } catch (cause) {
    useMembers.setState((state) => ({ errorOf: { ...state.errorOf, [serverId]: asApiError(cause) } }));
    throw cause;
  }
}

export async function kickMember(serverId: number, userId: number): Promise<void> {
  await unwrap(api.DELETE('/api/servers/{serverId}/members/{userId}', { params: { path: { serverId, userId } } }));
  useMembers.setState((state) => withoutMember(state, serverId, userId));
}
