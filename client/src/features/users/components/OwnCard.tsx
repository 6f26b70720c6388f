import { ChevronsUpDown, Circle, CircleMinus, EyeOff, LogOut, Moon, SmilePlus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '@/api/errorText';
import type { ChosenStatus } from '@/api/types';
import { classes } from '@/lib/classes';
import { Avatar } from '@/ui/Avatar';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from '@/ui/Menu';
import { Notice } from '@/ui/Notice';
import { later } from '@/ui/later';
import row from '@/ui/Row.module.css';
import { changeStatus } from '../api';
import { useMe, type Person } from '../store';
import styles from './OwnCard.module.css';

const CustomStatusDialog = later(() => import('./CustomStatusDialog').then((file) => file.CustomStatusDialog));

interface Props {
  /** Further menu entries: appearance, language. */
  preferences: ReactNode;
  onLogout: () => void;
  /** False while the server cannot be reached: then nobody is online, whatever was chosen. */
  connected: boolean;
}

const chosen = ['online', 'idle', 'dnd', 'invisible'] as const;

function choiceOf(person: Person): ChosenStatus {
  return chosen.find((status) => status === person.status) ?? 'online';
}

/** Who I am here, and how I am: the menu behind it changes that. */
export function OwnCard({ preferences, onLogout, connected }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const [editing, setEditing] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  if (!me) return <div className={styles.card} />;

  const status = choiceOf(me);
  const presence = connected ? status : 'offline';
  const line = me.customStatus || t(`status.${presence}`);
  const choose = (next: ChosenStatus) => {
    setFailed(null);
    changeStatus(next, me.customStatus ?? null).catch((cause: unknown) => setFailed(errorText(cause)));
  };
  return (
    <div className={styles.card}>
      {failed && <Notice>{failed}</Notice>}
      <Menu
        side="top"
        trigger={
          <button
            type="button"
            className={classes(row.row, row.button, styles.button)}
            aria-label={t('status.menu', { name: me.displayName, status: line })}
          >
            <Avatar
              id={me.id}
              name={me.displayName}
              url={me.avatarUrl}
              size={36}
              presence={presence}
              presenceLabel={t(`status.${presence}`)}
            />
            <span className={row.text}>
              <span className={classes(row.clipped, styles.name)}>{me.displayName}</span>{' '}
              <span className={row.small}>{line}</span>
            </span>
            <ChevronsUpDown size={16} aria-hidden className={styles.more} />
          </button>
        }
      >
        <MenuLabel>@{me.username}</MenuLabel>
        <MenuChoice
          label={t('status.title')}
          value={status}
          onChange={choose}
          options={[
            { value: 'online', label: t('status.online'), icon: <Circle size={14} fill="currentColor" className={styles.online} /> },
            { value: 'idle', label: t('status.idle'), icon: <Moon size={16} fill="currentColor" className={styles.idle} /> },
            { value: 'dnd', label: t('status.dnd'), hint: t('status.dndHint'), icon: <CircleMinus size={16} className={styles.dnd} /> },
            { value: 'invisible', label: t('status.invisible'), hint: t('status.invisibleHint'), icon: <EyeOff size={16} className={styles.invisible} /> },
          ]}
        />
        <MenuItem icon={<SmilePlus size={16} aria-hidden />} onSelect={() => setEditing(true)}>
          {me.customStatus ? t('status.change') : t('status.set')}
        </MenuItem>
        <MenuLine />
        {preferences}
        <MenuLine />
        <MenuItem danger icon={<LogOut size={16} aria-hidden />} onSelect={onLogout}>
          {t('auth.logout')}
        </MenuItem>
      </Menu>
      {editing && <CustomStatusDialog status={status} text={me.customStatus ?? ''} onClose={() => setEditing(false)} />}
    </div>
  );
}
