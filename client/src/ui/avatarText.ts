/** One or two letters that stand for a name. */
export function initials(name: string): string {
  const words = name.trim().split(/[\s_.-]+/u).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : [words[0]];
  return letters.map((word) => Array.from(word ?? '?')[0]?.toLocaleUpperCase() ?? '?').join('');
}

/** A hue that is always the same for an id, and far from that of the next id. */
export function hueOf(id: number): number {
  return Math.round((id * 137.508) % 360);
}
