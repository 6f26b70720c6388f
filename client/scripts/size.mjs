// Says how much JavaScript the built client has, compressed, and fails above the budget; and how much of it stands
// between a reader and the first sight of the login and of a conversation. Languages other than English are not
// counted: they are fetched when chosen.
import { readdir, readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const budget = 200 * 1024;
const folder = new URL('../dist/assets/', import.meta.url);
const locales = (await readdir(new URL('../src/locales/', import.meta.url))).map((name) => name.replace('.json', ''));

const texts = new Map();
const sizes = new Map();
let total = 0;
for (const name of (await readdir(folder)).filter((file) => file.endsWith('.js'))) {
  const bytes = await readFile(new URL(name, folder));
  const size = gzipSync(bytes, { level: 9 }).length;
  const counted = !locales.includes(name.split('-')[0] ?? '');
  texts.set(name, bytes.toString());
  sizes.set(name, size);
  console.log(`${String(size).padStart(8)} ${name}${counted ? '' : ' (a language)'}`);
  if (counted) total += size;
}

/** A file with everything that it imports before it runs. */
function withImports(name, found = new Set()) {
  if (!texts.has(name) || found.has(name)) return found;
  found.add(name);
  for (const [, other] of texts.get(name).matchAll(/\b(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g)) withImports(other, found);
  return found;
}

const page = await readFile(new URL('../dist/index.html', import.meta.url), 'utf8');
const entry = /src="\/assets\/([^"]+\.js)"/.exec(page)?.[1] ?? '';
const shell = [...texts.keys()].find((name) => name.startsWith('Shell-')) ?? '';
const sum = (names) => [...names].reduce((bytes, name) => bytes + (sizes.get(name) ?? 0), 0);

console.log(`${String(sum(withImports(entry))).padStart(8)} bytes before the login shows`);
console.log(`${String(sum(withImports(shell, withImports(entry)))).padStart(8)} bytes before a conversation shows`);
console.log(`${String(total).padStart(8)} bytes of JavaScript in all, gzip; the budget is ${budget}`);
if (total > budget) process.exit(1);
