import { getSession } from '@/api/session';
import { useAuth } from '@/features/auth/store';
import { initialChannels, useChannels } from '@/features/channels/store';
import { initialDms, useDms } from '@/features/dms/store';
import { initialMembers, useMembers } from '@/features/members/store';
import { initialMessages, useMessages } from '@/features/messages/store';
import { initialServers, useServers } from '@/features/servers/store';
import { initialTyping, useTyping } from '@/features/typing/store';
import { initialUsers, useUsers } from '@/features/users/store';

/** Nothing of one person is left for the next. What is folded belongs to the device. */
function forget(userId: number | null): void {
  useUsers.setState({ ...initialUsers, meId: userId }, true);
  useServers.setState(initialServers, true);
  useChannels.setState(({ folded }) => ({ ...initialChannels, folded }), true);
  useMembers.setState(initialMembers, true);
  useMessages.setState(initialMessages, true);
  useTyping.setState(initialTyping, true);
  useDms.setState(initialDms, true);
}

/** From now on every store is about whoever is logged in. */
export function followSession(): void {
  forget(getSession()?.userId ?? null);
  useAuth.subscribe((now, before) => {
    if (now.userId !== before.userId) forget(now.userId);
  });
}
