import { Monitor, MoonStar, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { MenuChoice, MenuLabel, MenuLine } from '@/ui/Menu';
import { languages } from '../languages';
import { setLanguage, setTheme, usePreferences } from '../store';

/** Menu entries for the theme and the language. */
export function PreferencesMenu() {
  const { t, i18n } = useTranslation();
  const theme = usePreferences((state) => state.theme);
  return (
    <>
      <MenuLabel>{t('preferences.theme')}</MenuLabel>
      <MenuChoice
        label={t('preferences.theme')}
        value={theme}
        onChange={setTheme}
        options={[
          { value: 'system', label: t('preferences.system'), icon: <Monitor size={16} /> },
          { value: 'light', label: t('preferences.light'), icon: <Sun size={16} /> },
          { value: 'dark', label: t('preferences.dark'), icon: <MoonStar size={16} /> },
        ]}
      />
      <MenuLine />
      <MenuLabel>{t('preferences.language')}</MenuLabel>
      <MenuChoice
        label={t('preferences.language')}
        value={i18n.language}
        onChange={setLanguage}
        options={languages.map(({ code, name }) => ({ value: code, label: name }))}
      />
    </>
  );
}
