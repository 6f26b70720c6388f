/** The link that brings somebody to the invite page of this instance. */
export function inviteLink(code: string): string {
  return `${window.location.origin}/invite/${encodeURIComponent(code)}`;
}

/** The code in what somebody pasted: a code alone, or a link that ends in one; null when neither. */
export function inviteCodeIn(text: string): string | null {
  const trimmed = text.trim();
  const match = /^(?:.*\/invite\/)?([A-Za-z0-9_-]{1,64})\/?(?:[?#].*)?$/.exec(trimmed);
  return match?.[1] ?? null;
}
