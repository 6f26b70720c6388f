/** Copies text; true when it worked. Falls back for plain http, where navigator.clipboard does not exist. */
export async function copyText(text: string, source?: HTMLInputElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    if (!source) return false;
    source.focus();
    source.select();
    return document.execCommand('copy');
  }
}
