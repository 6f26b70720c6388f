import i18next from 'i18next';
import { create } from 'zustand';
import { keepLanguage } from './languages';

export type Theme = 'system' | 'light' | 'dark';

export interface PreferencesState {
  theme: Theme;
  membersOpen: boolean;
}

const themeKey = 'ohkay.theme';
const membersKey = 'ohkay.members';

declare global {
  interface Window {
    /** public/theme.js */
    ohkayTheme?: { apply: () => void };
  }
}

function stored<T extends string>(key: string, allowed: readonly T[], otherwise: T): T {
  const value = localStorage.getItem(key);
  return allowed.find((one) => one === value) ?? otherwise;
}

export const usePreferences = create<PreferencesState>(() => ({
  theme: stored(themeKey, ['system', 'light', 'dark'] as const, 'system'),
  membersOpen: stored(membersKey, ['open', 'closed'] as const, 'open') === 'open',
}));

export function setTheme(theme: Theme): void {
  localStorage.setItem(themeKey, theme);
  window.ohkayTheme?.apply();
  usePreferences.setState({ theme });
}

export function toggleMembers(): void {
  usePreferences.setState(({ membersOpen }) => {
    localStorage.setItem(membersKey, membersOpen ? 'closed' : 'open');
    return { membersOpen: !membersOpen };
  });
}

export function setLanguage(language: string): void {
  keepLanguage(language);
  void i18next.changeLanguage(language);
}
