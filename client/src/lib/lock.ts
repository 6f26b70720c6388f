import { newNonce } from './nonce';

/*
 * One tab at a time. Web Locks exist on https and localhost only; an instance in a home network is often plain
 * http, so there the lock is a line in localStorage, which is weaker but enough for tabs of one person.
 */
const LEASE_MS = 10_000;
const SETTLE_MS = 40;
const POLL_MS = 80;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function withStoredLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  const key = `ohkay.lock.${name}`;
  const mine = newNonce();
  const holder = () => {
    const [owner, until] = (localStorage.getItem(key) ?? '').split(' ');
    return Number(until) > Date.now() ? owner : undefined;
  };
  for (;;) {
    if (!holder()) {
      localStorage.setItem(key, `${mine} ${Date.now() + LEASE_MS}`);
      await pause(SETTLE_MS); // two tabs may have written: the last one has it
      if (holder() === mine) break;
    }
    await pause(POLL_MS);
  }
  try {
    return await work();
  } finally {
    if (holder() === mine) localStorage.removeItem(key);
  }
}

/** Runs `work` while no other tab of this browser runs work of the same name. */
export function withTabLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (typeof navigator !== 'undefined' && 'locks' in navigator) {
    return navigator.locks.request(`ohkay.${name}`, work) as Promise<T>;
  }
  return withStoredLock(name, work);
}
