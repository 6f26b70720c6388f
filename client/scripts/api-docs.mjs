// Writes the description of the API as the instance serves it: dist/api/openapi.json, docs/openapi.yaml as JSON, and the page that shows it,
// dist/api/docs.html, with Swagger UI beside it in a folder that never changes. Run after vite, which empties dist.
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const require = createRequire(import.meta.url);
const client = new URL('../', import.meta.url);
const at = (path) => fileURLToPath(new URL(path, client));
const { version } = require('swagger-ui-dist/package.json');
const assets = `assets/swagger-ui-${version}`;

const description = parse(await readFile(at('../docs/openapi.yaml'), 'utf8'));
await mkdir(at('dist/api/docs'), { recursive: true });
await mkdir(at(`dist/${assets}`), { recursive: true });
await writeFile(at('dist/api/openapi.json'), JSON.stringify(description));
for (const name of ['swagger-ui.css', 'swagger-ui-bundle.js', 'swagger-ui-bundle.js.LICENSE.txt', 'LICENSE', 'NOTICE']) {
  await copyFile(require.resolve(`swagger-ui-dist/${name}`), at(`dist/${assets}/${name}`));
}
for (const name of ['page.js', 'page.css']) await copyFile(at(`scripts/api-docs/${name}`), at(`dist/api/docs/${name}`));
const page = await readFile(at('scripts/api-docs/page.html'), 'utf8');
await writeFile(at('dist/api/docs.html'), page.replaceAll('{assets}', `/${assets}`));
