import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import en from './en.json';

type Messages = Record<string, Record<string, string>>;

const folder = join(process.cwd(), 'src/locales');
const plural = /_(zero|one|two|few|many|other)$/;

/** Every message’s name without its plural form, with the names of what is filled in. */
function names(messages: Messages): string[] {
  const all = Object.entries(messages).flatMap(([group, entries]) =>
    Object.entries(entries).map(([name, text]) => {
      const holes = [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
      return `${group}.${name.replace(plural, '')}(${holes.join(',')})`;
    }),
  );
  return [...new Set(all)].sort();
}

const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Messages;

describe.each(files)('%s', (file) => {
  const messages = read(file);

  it('has every message, with the same things filled in', () => {
    expect(names(messages).filter((name) => !name.startsWith('errors.'))).toEqual(
      names(en).filter((name) => !name.startsWith('errors.')),
    );
  });

  it('has every plural form of its language', () => {
    const forms = new Intl.PluralRules(file.replace('.json', '')).resolvedOptions().pluralCategories;
    for (const [group, entries] of Object.entries(messages)) {
      const stems = new Set(Object.keys(entries).filter((name) => plural.test(name)).map((name) => name.replace(plural, '')));
      for (const stem of stems) {
        const present = forms.filter((form) => `${stem}_${form}` in entries);
        expect(present, `${group}.${stem}`).toEqual(forms);
      }
    }
  });
});

// English is what the server itself speaks.
it.each(files.filter((file) => file !== 'en.json'))('%s has a sentence for every error of the server', (file) => {
  const messages = read(file);
  const table = readFileSync(join(process.cwd(), '../shared/err.def'), 'utf8');
  const codes = [...table.matchAll(/^ERR\(\w+, [45]\d\d, "(\w+)"/gm)].map((match) => match[1] ?? '');
  expect(codes.length).toBeGreaterThan(10);
  expect(Object.keys(messages['errors'] ?? {}).sort()).toEqual([...codes, 'offline'].sort());
});
