import createClient from 'openapi-fetch';
import { asApiError, errorOf, offlineError } from './errors';
import type { paths } from './schema';
import { freshToken, getSession, renewToken } from './session';

/** Sends the request as whoever is logged in; a token refused with 401 is renewed and the request sent once more. */
async function fetchAsUser(request: Request): Promise<Response> {
  const token = await freshToken();
  if (!token) return fetch(request);
  const again = request.clone();
  request.headers.set('Authorization', `Bearer ${token}`);
  const response = await fetch(request);
  if (response.status !== 401 || !getSession()) return response;
  const renewed = await renewToken(token);
  if (!renewed) return response;
  again.headers.set('Authorization', `Bearer ${renewed}`);
  return fetch(again);
}

/** Calls that need a session. */
export const api = createClient<paths>({ baseUrl: window.location.origin, fetch: fetchAsUser });

/** Calls without a token: register, login, invite preview, instance. */
export const publicApi = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: (request) => fetch(request),
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a successful answer; everything else throws an ApiError. */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch (cause) {
    throw cause instanceof TypeError ? offlineError() : asApiError(cause);
  }
  if (!answer.response.ok) throw errorOf(answer.response, answer.error);
  return answer.data as T;
}
