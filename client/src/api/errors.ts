/** What every failed call throws: the server's sentence and code, or code `offline` when nothing was reached. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly code: string,
    readonly fields: Record<string, string> = {},
    /** Seconds the server asked us to wait, if it did. */
    readonly retryAfter?: number,
  ) {
    super(message);
    this.name = 'ApiError';
  }

  get offline(): boolean {
    return this.code === 'offline';
  }
}

export function offlineError(): ApiError {
  return new ApiError('The server cannot be reached.', 0, 'offline');
}

interface ErrorBody {
  error?: unknown;
  code?: unknown;
  fields?: unknown;
}

/** Reads the contract's error body; a proxy's page or an empty body still gives a sentence. */
export function errorOf(response: Response, body: unknown): ApiError {
  const { error, code, fields } = (typeof body === 'object' && body !== null ? body : {}) as ErrorBody;
  const retryAfter = Number(response.headers.get('Retry-After'));
  return new ApiError(
    typeof error === 'string' ? error : `The server answered ${response.status}.`,
    response.status,
    typeof code === 'string' ? code : 'unexpected',
    typeof fields === 'object' && fields !== null ? (fields as Record<string, string>) : {},
    Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : undefined,
  );
}

/** Anything thrown, as an ApiError. */
export function asApiError(cause: unknown): ApiError {
  if (cause instanceof ApiError) return cause;
  return new ApiError(cause instanceof Error ? cause.message : String(cause), 0, 'unexpected');
}
