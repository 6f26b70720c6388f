import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { preferredLanguage } from '@/features/preferences/languages';
import en from '@/locales/en.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

/** English comes with the program; another language is fetched when it is chosen. */
const files = import.meta.glob<{ default: typeof en }>(['../locales/*.json', '!../locales/en.json']);

const bundles = {
  type: 'backend' as const,
  init: () => undefined,
  read: (language: string, _namespace: string, give: (error: unknown, data: unknown) => void) => {
    if (language === 'en') return give(null, en);
    const load = files[`../locales/${language}.json`];
    if (!load) return give(new Error(`no messages for ${language}`), null);
    load().then((file) => give(null, file.default), (error: unknown) => give(error, null));
  },
};

/** Ready when the messages of the reader's language are there. */
export async function startI18n(): Promise<void> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
  await i18next
    .use(bundles)
    .use(initReactI18next)
    .init({
      lng: preferredLanguage(),
      fallbackLng: 'en',
      interpolation: { escapeValue: false },
      react: { useSuspense: false },
    });
}
