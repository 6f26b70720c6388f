import { useCallback, useState } from 'react';
import { asApiError, type ApiError } from './errors';

/** What a button or a form asks of the server: whether it is under way, and why it failed. */
export interface Action {
  busy: boolean;
  error: ApiError | null;
  /** Forgets the last failure and does the work. It stays busy when that succeeds: then the asking is over. */
  run: (work: () => Promise<unknown>) => Promise<void>;
  /** Forgets the last failure. */
  clear: () => void;
}

export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const clear = useCallback(() => setError(null), []);
  const run = useCallback(async (work: () => Promise<unknown>) => {
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (cause) {
      setError(asApiError(cause));
      setBusy(false);
    }
  }, []);
  return { busy, error, run, clear };
}
