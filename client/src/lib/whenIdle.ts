const atMostMs = 4000;

/** Does it when the browser has nothing better to do, and not at all when the answer is called before. */
export function whenIdle(work: () => void): () => void {
  // Safari knows no idle time.
  if (typeof requestIdleCallback !== 'function') {
    const timer = setTimeout(work, atMostMs / 2);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(work, { timeout: atMostMs });
  return () => cancelIdleCallback(handle);
}
