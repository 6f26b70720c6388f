import { api, publicApi, unwrap } from '@/api/http';
import { beginSession, endSession, getSession } from '@/api/session';
import { useAuth } from './store';

export interface Registration {
  username: string;
  displayName: string;
  password: string;
  serverPassword: string;
}

export async function register({ displayName, ...rest }: Registration): Promise<void> {
  const body = displayName.trim() ? { ...rest, displayName: displayName.trim() } : rest;
  beginSession(await unwrap(publicApi.POST('/api/auth/register', { body })));
}

export async function login({ password, ...rest }: Omit<Registration, 'displayName'>): Promise<void> {
  // An account made without a password, by an older client, has none to send.
  const body = password ? { ...rest, password } : rest;
  beginSession(await unwrap(publicApi.POST('/api/auth/login', { body })));
}

/** Ends the session here in any case, and on the server when it can be reached. */
export async function logout(): Promise<void> {
  if (getSession()) await unwrap(api.POST('/api/auth/logout')).catch(() => undefined);
  endSession(null);
}

/** Asks this Ohkay about itself, once. */
export async function loadInstance(): Promise<void> {
  if (useAuth.getState().instance) return;
  useAuth.setState({ instance: await unwrap(publicApi.GET('/api/instance')) });
}
