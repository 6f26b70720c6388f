// Writes src/api/schema.d.ts from ../docs/openapi.yaml. With --check it writes nothing and fails when the file is
// not what it would write.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const source = new URL('../../docs/openapi.yaml', import.meta.url);
const target = new URL('../src/api/schema.d.ts', import.meta.url);
const head = '// Generated from docs/openapi.yaml by `npm run types`. Do not edit.\n\n';

const wanted = head + astToString(await openapiTS(source, { alphabetize: true, defaultNonNullable: false }));

if (process.argv.includes('--check')) {
  const present = await readFile(target, 'utf8').catch(() => '');
  if (present !== wanted) {
    console.error(`${fileURLToPath(target)} is not current: run \`npm run types\`.`);
    process.exit(1);
  }
} else {
  await writeFile(target, wanted);
}
