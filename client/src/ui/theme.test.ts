import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(join(process.cwd(), 'src/ui/theme.css'), 'utf8');

/** The relative luminance of an opaque oklch() colour, as WCAG defines it. */
function luminance(lightness: number, chroma: number, hue: number): number {
  const angle = (hue * Math.PI) / 180;
  const a = chroma * Math.cos(angle);
  const b = chroma * Math.sin(angle);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  const red = clamp(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = clamp(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = clamp(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function tokensOf(theme: string): Map<string, number> {
  const block = new RegExp(`data-theme='${theme}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  const colours = block.matchAll(/--([\w-]+): oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\);/g);
  return new Map([...colours].map(([, name, l, c, h]) => [name ?? '', luminance(Number(l) / 100, Number(c), Number(h))]));
}

const surfaces = ['surface-1', 'surface-2', 'surface-3', 'surface-4'];
const pairs: [string, string, number][] = [
  ...surfaces.flatMap((surface): [string, string, number][] => [
    ['text-1', surface, 7],
    ['text-2', surface, 4.5],
    ['text-3', surface, 4.5],
    ['link', surface, 4.5],
    ['danger', surface, 4.5],
    ['focus', surface, 3],
  ]),
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-strong', 4.5],
  ['on-danger', 'danger', 4.5],
  ['text-1', 'mention', 7],
  ['text-3', 'mention', 4.5],
];

describe.each(['light', 'dark'])('the %s theme', (theme) => {
  const tokens = tokensOf(theme);
  it.each(pairs)('%s can be read on %s', (text, surface, least) => {
    const one = tokens.get(text);
    const other = tokens.get(surface);
    if (one === undefined || other === undefined) throw new Error(`${text} or ${surface} is not an opaque colour`);
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    expect(Math.round(contrast * 100) / 100).toBeGreaterThanOrEqual(least);
  });
});
