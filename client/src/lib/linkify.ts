export type TextPart = { kind: 'text'; text: string } | { kind: 'link'; text: string; href: string };

const urlPattern = /https?:\/\/[^\s<>"'`]+/gi;

/** Punctuation that ends a sentence rather than the link; a closing bracket stays when the link opened one. */
function trimUrl(url: string): string {
  let end = url.length;
  for (; end > 0; end -= 1) {
    const last = url[end - 1] ?? '';
    if ('.,;:!?*_~'.includes(last)) continue;
    const head = url.slice(0, end);
    if (last === ')' && head.split('(').length <= head.split(')').length - 1) continue;
    if (last === ']' && head.split('[').length <= head.split(']').length - 1) continue;
    break;
  }
  return url.slice(0, end);
}

/** Splits text into plain parts and http(s) links. Nothing else is ever a link. */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(urlPattern)) {
    const url = trimUrl(match[0]);
    if (!URL.canParse(url)) continue;
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) });
    parts.push({ kind: 'link', text: url, href: url });
    from = match.index + url.length;
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}
