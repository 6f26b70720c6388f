import { create } from 'zustand';
import type { Instance } from '@/api/types';
import { getSession, onSessionChange } from '@/api/session';

export interface AuthState {
  userId: number | null;
  /** Why the session is over, when it was not the person who ended it: the server's word for it. */
  ended: string | null;
  /** What this Ohkay says about itself; null until it has answered. */
  instance: Instance | null;
}

export const useAuth = create<AuthState>(() => ({ userId: getSession()?.userId ?? null, ended: null, instance: null }));

onSessionChange((session, why) => {
  useAuth.setState({ userId: session?.userId ?? null, ended: session ? null : why });
});
