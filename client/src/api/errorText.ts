import i18next from 'i18next';
import { asApiError } from './errors';

/** The sentence to show: the server's own, or its translation where the reader's language has one for the code. */
export function errorText(cause: unknown): string {
  const error = asApiError(cause);
  const key = `errors.${error.code}`;
  const english = !i18next.isInitialized || i18next.language.startsWith('en');
  if ((error.offline || !english) && i18next.exists(key)) return (i18next.t as (key: string) => string)(key);
  return error.message;
}
