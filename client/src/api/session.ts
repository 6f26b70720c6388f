import { withTabLock } from '@/lib/lock';
import { readForTabs, writeForTabs } from '@/lib/tabStore';
import { ApiError, errorOf, offlineError } from './errors';

/*
 * Who is logged in on this device. The session lives in localStorage, so that every tab shares it; refresh tokens
 * rotate and a second use of one ends the session, so only one tab at a time refreshes, and looks first whether
 * another tab already did. The access token's end is counted from its own iat and exp, never from this
 * computer's idea of the date.
 */
const storageKey = 'ohkay.session';
const earlyMs = 30_000;

export interface Session {
  userId: number;
  token: string;
  refreshToken: string;
  /** On this device's clock: when the token should be renewed; null when the token does not say. */
  renewAt: number | null;
}

/** The answer of register, login and refresh. */
export interface Grant {
  token: string;
  refreshToken: string;
  user: { id: number };
}

type Listener = (session: Session | null, why: string | null) => void;

const listeners = new Set<Listener>();
let current = stored();

function stored(): Session | null {
  return parsed(localStorage.getItem(storageKey));
}

function parsed(text: string | null): Session | null {
  try {
    const value = JSON.parse(text ?? 'null') as Partial<Session> | null;
    return value && value.token && value.refreshToken && value.userId ? (value as Session) : null;
  } catch {
    return null;
  }
}

function timesOf(token: string): { iat?: number; exp?: number } {
  try {
    const part = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    return JSON.parse(atob(part)) as { iat?: number; exp?: number };
  } catch {
    return {};
  }
}

function lifetimeMs(token: string): number | null {
  const { iat, exp } = timesOf(token);
  return iat && exp && exp > iat ? (exp - iat) * 1000 : null;
}

/** The session as the last tab left it, which this tab's localStorage may not show yet. */
async function newest(): Promise<Session | null> {
  const here = stored();
  const renewed = here && parsed(await readForTabs(storageKey));
  if (!renewed || renewed.userId !== here.userId) return here;
  return (timesOf(renewed.token).iat ?? 0) >= (timesOf(here.token).iat ?? 0) ? renewed : here;
}

function replace(next: Session | null, why: string | null): void {
  const changed = next?.userId !== current?.userId;
  current = next;
  if (changed) for (const listener of listeners) listener(next, why);
}

window.addEventListener('storage', (event) => {
  if (event.key === storageKey || event.key === null) replace(stored(), null);
});

export function getSession(): Session | null {
  return current;
}

/** Called when somebody else is logged in than before, or nobody; `why` is the server's code for an ended session. */
export function onSessionChange(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function beginSession(grant: Grant): Session {
  const life = lifetimeMs(grant.token);
  const session = {
    userId: grant.user.id,
    token: grant.token,
    refreshToken: grant.refreshToken,
    renewAt: life === null ? null : Date.now() + life - Math.min(earlyMs, life / 2),
  };
  localStorage.setItem(storageKey, JSON.stringify(session));
  replace(session, null);
  return session;
}

export function endSession(why: string | null): void {
  localStorage.removeItem(storageKey);
  replace(null, why);
}

async function requestRefresh(refreshToken: string): Promise<Grant> {
  let response: Response;
  try {
    response = await fetch('/api/auth/refresh', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ refreshToken }),
    });
  } catch {
    throw offlineError();
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw errorOf(response, body);
  return body as Grant;
}

let renewal: Promise<string | null> | null = null;

/**
 * Renews the token unless it is no longer `stale`. Gives the token to use now, or null when the session has ended;
 * throws when the server cannot be reached, which ends nothing.
 */
export function renewToken(stale: string): Promise<string | null> {
  renewal ??= withTabLock('refresh', async () => {
    const latest = await newest();
    if (!latest) {
      replace(null, null);
      return null;
    }
    if (latest.token !== stale) {
      replace(latest, null);
      return latest.token;
    }
    try {
      const session = beginSession(await requestRefresh(latest.refreshToken));
      await writeForTabs(storageKey, JSON.stringify(session));
      return session.token;
    } catch (cause) {
      if (!(cause instanceof ApiError) || ![400, 401, 403].includes(cause.status)) throw cause;
      endSession('session_ended');
      return null;
    }
  }).finally(() => {
    renewal = null;
  });
  return renewal;
}

/** A token that is good for a while, renewed first when it is about to end; null when nobody is logged in. */
export async function freshToken(): Promise<string | null> {
  const session = current;
  if (!session) return null;
  if (session.renewAt !== null && Date.now() >= session.renewAt) return renewToken(session.token);
  return session.token;
}
