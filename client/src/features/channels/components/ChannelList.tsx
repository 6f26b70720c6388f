import { ChevronDown, Hash, Megaphone, Plus, Volume2 } from 'lucide-react';
import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useShallow } from 'zustand/react/shallow';
import { errorText } from '@/api/errorText';
import type { Channel, ChannelType } from '@/api/types';
import { classes } from '@/lib/classes';
import { channelKey } from '@/lib/room';
import { Badge } from '@/ui/Badge';
import { Button } from '@/ui/Button';
import { IconButton } from '@/ui/IconButton';
import { Notice } from '@/ui/Notice';
import row from '@/ui/Row.module.css';
import { Skeleton } from '@/ui/Skeleton';
import { loadChannels } from '../api';
import { grouped, isTextual, toggleFold, useChannels, type ChannelGroup } from '../store';
import styles from './ChannelList.module.css';

interface Props {
  serverId: number;
  activeChannelId: number | undefined;
  canManage: boolean;
  onCreate: (parentId: number | null) => void;
}

const none: never[] = [];

/** The channels of a server in their categories. */
export function ChannelList({ serverId, activeChannelId, canManage, onCreate }: Props) {
  const { t } = useTranslation();
  const loaded = useChannels((state) => Boolean(state.keysOf[serverId]));
  const error = useChannels((state) => state.errorOf[serverId]);
  const channels = useChannels(
    useShallow((state) => (state.keysOf[serverId] ?? none).map((key) => state.byKey[key]).filter((one) => one !== undefined)),
  );
  const groups = useMemo(() => grouped(channels), [channels]);

  if (!loaded && error) {
    return (
      <div className={styles.list}>
        <Notice
          action={
            <Button tone="quiet" onClick={() => void loadChannels(serverId).catch(() => undefined)}>
              {t('common.retry')}
            </Button>
          }
        >
          {errorText(error)}
        </Notice>
      </div>
    );
  }
  if (!loaded) return <Skeleton label={t('common.loading')} lines={5} />;
  return (
    <nav className={styles.list} aria-label={t('channels.list')}>
      {groups.map((group) => (
        <Group
          key={group.category?.id ?? 0}
          serverId={serverId}
          group={group}
          activeChannelId={activeChannelId}
          onCreate={canManage ? onCreate : null}
        />
      ))}
    </nav>
  );
}

interface GroupProps {
  serverId: number;
  group: ChannelGroup;
  activeChannelId: number | undefined;
  onCreate: ((parentId: number | null) => void) | null;
}

function Group({ serverId, group, activeChannelId, onCreate }: GroupProps) {
  const { t } = useTranslation();
  const { category, channels } = group;
  const key = channelKey(serverId, category?.id ?? 0);
  const folded = useChannels((state) => Boolean(state.folded[key])) && category !== null;
  // A folded category still shows where one is and what is unread.
  const shown = folded
    ? channels.filter((channel) => channel.id === activeChannelId || channel.unreadCount > 0)
    : channels;
  return (
    <section className={styles.group}>
      {category && (
        <div className={styles.category}>
          <button type="button" className={styles.fold} aria-expanded={!folded} onClick={() => toggleFold(key)}>
            <ChevronDown size={14} aria-hidden className={classes(styles.arrow, folded && styles.turned)} />
            <span>{category.name}</span>
          </button>
          {onCreate && (
            <IconButton
              label={t('channels.createIn', { name: category.name })}
              className={styles.add}
              onClick={() => onCreate(category.id)}
            >
              <Plus size={16} aria-hidden />
            </IconButton>
          )}
        </div>
      )}
      <ul>
        {shown.map((channel) => (
          <li key={channel.id}>
            <ChannelRow channel={channel} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const ChannelRow = memo(function ChannelRow({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  const unread = channel.unreadCount > 0;
  if (!isTextual(channel)) {
    return (
      <span className={classes(styles.channel, styles.disabled)} title={t('channels.voiceLater')}>
        <ChannelIcon type={channel.type} />
        <span className={classes(row.clipped, styles.name)}>{channel.name}</span>
      </span>
    );
  }
  return (
    <NavLink
      to={`/channels/${channel.serverId}/${channel.id}`}
      className={({ isActive }) => classes(styles.channel, isActive && styles.active, unread && styles.unread)}
    >
      <ChannelIcon type={channel.type} />
      <span className={classes(row.clipped, styles.name)}>{channel.name}</span>
      {unread && <span className="visually-hidden">{t('channels.unread', { count: channel.unreadCount })}</span>}
      {channel.mentionCount > 0 && (
        <Badge count={channel.mentionCount} label={t('channels.mentions', { count: channel.mentionCount })} />
      )}
    </NavLink>
  );
});

export function ChannelIcon({ type, size = 18 }: { type: ChannelType; size?: number }) {
  const Icon = type === 'voice' ? Volume2 : type === 'announcement' ? Megaphone : Hash;
  return <Icon size={size} aria-hidden className={styles.icon} />;
}
