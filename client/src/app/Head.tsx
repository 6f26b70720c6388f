import { Menu, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { toggleMembers, usePreferences } from '@/features/preferences/store';
import { useMediaQuery } from '@/lib/useMediaQuery';
import { IconButton } from '@/ui/IconButton';
import styles from './Shell.module.css';
import type { ShellControls } from './shellControls';

interface Props {
  icon: ReactNode;
  title: string;
  topic?: string | null;
  controls: ShellControls;
  /** Whether there is a member list to show. */
  members?: boolean;
}

/** The line above a conversation. */
export function Head({ icon, title, topic, controls, members = false }: Props) {
  const { t } = useTranslation();
  const wide = useMediaQuery('(min-width: 1024px)');
  const membersOpen = usePreferences((state) => state.membersOpen);
  const shown = wide ? membersOpen : controls.drawer === 'members';
  return (
    <header className={styles.head}>
      <IconButton
        label={t('common.openNavigation')}
        side="bottom"
        className={styles.menuButton}
        aria-expanded={controls.drawer === 'nav'}
        onClick={() => controls.setDrawer('nav')}
      >
        <Menu size={22} aria-hidden />
      </IconButton>
      <span className={styles.headIcon}>{icon}</span>
      <h1 className={styles.headTitle}>{title}</h1>
      <span className={styles.topic} title={topic ?? undefined}>
        {topic}
      </span>
      {members && (
        <IconButton
          label={t(shown ? 'members.hide' : 'members.show')}
          side="bottom"
          aria-pressed={shown}
          onClick={() => (wide ? toggleMembers() : controls.setDrawer(shown ? null : 'members'))}
        >
          <Users size={20} aria-hidden />
        </IconButton>
      )}
    </header>
  );
}
