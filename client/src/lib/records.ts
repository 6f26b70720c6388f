/** The record without one of its keys; the same record when it was not there. */
export function without<V>(record: Record<number, V>, key: number): Record<number, V> {
  if (!(key in record)) return record;
  const rest = { ...record };
  delete rest[key];
  return rest;
}
