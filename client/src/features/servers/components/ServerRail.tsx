import { MessagesSquare, Plus } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { Link, useLocation } from 'react-router';
import { classes } from '@/lib/classes';
import { Avatar } from '@/ui/Avatar';
import { Tip } from '@/ui/Tip';
import { useServer, useServers } from '../store';
import styles from './ServerRail.module.css';

interface Props {
  dmUnread: number;
  onAdd: () => void;
}

/** Direct messages, the servers, and how to get another. */
export function ServerRail({ dmUnread, onAdd }: Props) {
  const { t } = useTranslation();
  const order = useServers(useShallow((state) => state.order));
  return (
    <nav className={styles.rail} aria-label={t('servers.rail')}>
      <RailLink
        to="/channels/@me"
        label={t('dms.title')}
        badge={dmUnread}
        badgeLabel={t('channels.unread', { count: dmUnread })}
        unread={false}
      >
        <span className={styles.home}>
          <MessagesSquare size={24} aria-hidden />
        </span>
      </RailLink>
      <hr className={styles.line} />
      {order.map((id) => (
        <ServerLink key={id} id={id} />
      ))}
      <Tip label={t('servers.add')} side="right">
        <button type="button" className={styles.add} aria-label={t('servers.add')} onClick={onAdd}>
          <Plus size={24} aria-hidden />
        </button>
      </Tip>
    </nav>
  );
}

const ServerLink = memo(function ServerLink({ id }: { id: number }) {
  const { t } = useTranslation();
  const server = useServer(id);
  if (!server) return null;
  return (
    <RailLink
      to={`/channels/${id}`}
      label={server.name}
      badge={server.mentionCount}
      badgeLabel={t('channels.mentions', { count: server.mentionCount })}
      unread={server.unreadCount > 0}
    >
      <Avatar id={id} name={server.name} url={server.iconUrl} size={48} square />
    </RailLink>
  );
});

interface LinkProps {
  to: string;
  label: string;
  badge: number;
  badgeLabel: string;
  unread: boolean;
  children: React.ReactNode;
}

function RailLink({ to, label, badge, badgeLabel, unread, children }: LinkProps) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const active = pathname === to || pathname.startsWith(`${to}/`);
  const words = [label, badge > 0 ? badgeLabel : unread ? t('servers.unread') : null];
  return (
    <Tip label={label} side="right">
      <Link
        to={to}
        aria-label={words.filter(Boolean).join(', ')}
        aria-current={active ? 'page' : undefined}
        className={classes(styles.link, active && styles.active, (unread || badge > 0) && styles.unread)}
      >
        {children}
        {badge > 0 && (
          <span className={styles.badge} aria-hidden>
            {badge > 99 ? '99+' : badge}
          </span>
        )}
      </Link>
    </Tip>
  );
}
