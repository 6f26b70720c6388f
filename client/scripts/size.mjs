// Says how much JavaScript the built client loads, compressed, and fails above the budget. Languages other than
// English are not counted: they are fetched when chosen.
import { readdir, readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const budget = 200 * 1024;
const folder = new URL('../dist/assets/', import.meta.url);
const locales = (await readdir(new URL('../src/locales/', import.meta.url))).map((name) => name.replace('.json', ''));

let total = 0;
for (const name of (await readdir(folder)).filter((file) => file.endsWith('.js'))) {
  const size = gzipSync(await readFile(new URL(name, folder)), { level: 9 }).length;
  const counted = !locales.includes(name.split('-')[0] ?? '');
  console.log(`${String(size).padStart(8)} ${name}${counted ? '' : ' (on demand)'}`);
  if (counted) total += size;
}
console.log(`${String(total).padStart(8)} bytes of JavaScript, gzip; the budget is ${budget}`);
if (total > budget) process.exit(1);
