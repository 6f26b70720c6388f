import { MessageSquarePlus } from 'lucide-react';
import { memo, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { errorText } from '@/api/errorText';
import { classes } from '@/lib/classes';
import { Avatar } from '@/ui/Avatar';
import { Badge } from '@/ui/Badge';
import { Button } from '@/ui/Button';
import { Notice } from '@/ui/Notice';
import row from '@/ui/Row.module.css';
import { Skeleton } from '@/ui/Skeleton';
import { loadDms } from '../api';
import { inOrder, useDms, type Dialogue } from '../store';
import { useDmTitle } from '../title';
import styles from './DmList.module.css';

interface Props {
  onNew: () => void;
  /** What stands there before the first conversation. */
  empty: ReactNode;
}

/** The conversations, newest first, and how to begin one. */
export function DmList({ onNew, empty }: Props) {
  const { t } = useTranslation();
  const state = useDms();
  const dialogues = useMemo(() => inOrder(state), [state]);

  return (
    <nav className={styles.list} aria-label={t('dms.title')}>
      <Button tone="quiet" wide onClick={onNew}>
        <MessageSquarePlus size={18} aria-hidden />
        {t('dms.new')}
      </Button>
      {state.status === 'failed' ? (
        <Notice
          action={
            <Button tone="quiet" onClick={() => void loadDms().catch(() => undefined)}>
              {t('common.retry')}
            </Button>
          }
        >
          {errorText(state.error)}
        </Notice>
      ) : state.status !== 'ready' ? (
        <Skeleton label={t('common.loading')} lines={4} avatar />
      ) : dialogues.length === 0 ? (
        empty
      ) : (
        <ul className={styles.rows}>
          {dialogues.map((dm) => (
            <li key={dm.id}>
              <DmRow dm={dm} />
            </li>
          ))}
        </ul>
      )}
    </nav>
  );
}

const DmRow = memo(function DmRow({ dm }: { dm: Dialogue }) {
  const { t } = useTranslation();
  const { title, other } = useDmTitle(dm);
  const presence = other ? (other.status ?? 'offline') : undefined;
  const line = other?.customStatus ?? dm.lastMessage?.content ?? t('dms.noMessages');
  return (
    <NavLink
      to={`/channels/@me/${dm.id}`}
      className={({ isActive }) => classes(row.row, styles.row, isActive && styles.active, dm.unreadCount > 0 && styles.unread)}
    >
      <Avatar
        id={other?.id ?? dm.id}
        name={title}
        url={other?.avatarUrl}
        size={32}
        presence={presence}
        presenceLabel={presence && t(`status.${presence}`)}
      />
      <span className={row.text}>
        <span className={classes(row.name, styles.name)}>{title}</span>
        <span className={row.small}>{line}</span>
      </span>
      {dm.unreadCount > 0 && (
        <Badge count={dm.unreadCount} label={t('channels.unread', { count: dm.unreadCount })} />
      )}
    </NavLink>
  );
});
