/** A name for one send, unique enough for a day; works on plain http too, where crypto.randomUUID does not. */
export function newNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
