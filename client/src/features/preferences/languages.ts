/** The languages of the client, each by its own name. A new one needs its file in src/locales and a line here. */
export const languages = [
  { code: 'en', name: 'English' },
  { code: 'fr', name: 'Français' },
] as const;

export type Language = (typeof languages)[number]['code'];

const storageKey = 'ohkay.language';

function known(code: string | null | undefined): Language | undefined {
  return languages.find((language) => language.code === code?.slice(0, 2))?.code;
}

/** What was chosen here, else the first of the browser's languages that there is. */
export function preferredLanguage(): Language {
  const chosen = known(localStorage.getItem(storageKey));
  return chosen ?? navigator.languages.map(known).find((code) => code !== undefined) ?? 'en';
}

export function keepLanguage(code: string): void {
  localStorage.setItem(storageKey, code);
}
