import { asApiError } from '@/api/errors';
import { api, unwrap } from '@/api/http';
import type { Conversation } from '@/api/types';
import { rememberPeople } from '@/features/users/store';
import { dialogue, useDms, withDialogue } from './store';

export async function loadDms(): Promise<void> {
  const set = useDms.setState;
  if (useDms.getState().status !== 'ready') set({ status: 'loading', error: null });
  try {
    const { conversations } = await unwrap(api.GET('/api/dms'));
    rememberPeople(conversations.flatMap((conversation) => conversation.participants));
    set({
      status: 'ready',
      error: null,
      byId: Object.fromEntries(conversations.map((conversation) => [conversation.id, dialogue(conversation)])),
    });
  } catch (cause) {
    if (useDms.getState().status !== 'ready') set({ status: 'failed', error: asApiError(cause) });
    throw cause;
  }
}

/** The conversation with this person, opened if there is none yet. */
export async function openDm(userId: number): Promise<Conversation> {
  const { conversation } = await unwrap(api.POST('/api/dms', { body: { userId } }));
  rememberPeople(conversation.participants);
  useDms.setState((state) => withDialogue(state, dialogue(conversation)));
  return conversation;
}
