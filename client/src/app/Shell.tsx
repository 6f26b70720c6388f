import { useEffect, useState, type TouchEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { ServerRail } from '@/features/servers/components/ServerRail';
import { loadServers } from '@/features/servers/api';
import { useServers } from '@/features/servers/store';
import { loadDms } from '@/features/dms/api';
import { unreadDms, useDms } from '@/features/dms/store';
import { restoreOutbox } from '@/features/messages/outbox';
import { loadMe } from '@/features/users/api';
import { whenIdle } from '@/lib/whenIdle';
import { fetchTheRest, later } from '@/ui/later';
import { TipProvider } from '@/ui/Tip';
import { DirectArea } from './DirectArea';
import { goLive } from './live';
import { OfflineBar } from './OfflineBar';
import { ServerArea } from './ServerArea';
import styles from './Shell.module.css';
import type { Drawer, ShellControls } from './shellControls';

const AddServerDialog = later(() =>
  import('@/features/servers/components/AddServerDialog').then((file) => file.AddServerDialog),
);

interface Props {
  userId: number;
  serverId: number | null;
  channelId: number | null;
  conversationId: number | null;
}

const swipePx = 64;

/** The inside: rail, sidebar, conversation, members. */
export function Shell({ userId, serverId, channelId, conversationId }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { state } = useLocation() as { state: { land?: boolean } | null };
  const choosing = channelId === null && conversationId === null && !state?.land;
  const [drawer, setDrawer] = useState<Drawer>(choosing ? 'nav' : null);
  const [adding, setAdding] = useState(false);
  const dmUnread = useDms(unreadDms);
  const [last, setLast] = useState({ serverId, channelId, conversationId });
  if (last.serverId !== serverId || last.channelId !== channelId || last.conversationId !== conversationId) {
    setLast({ serverId, channelId, conversationId });
    // A place without a conversation is for choosing one; that a server then shows its first channel is no choice.
    const shownFirst = serverId !== null && last.serverId === serverId && last.channelId === null;
    if (choosing) setDrawer('nav');
    else if (!shownFirst) setDrawer(null);
  }

  useEffect(() => {
    for (const work of [loadMe(), loadServers(), loadDms()]) work.catch(() => undefined);
    restoreOutbox(userId);
    return goLive();
  }, [userId]);

  useEffect(() => whenIdle(fetchTheRest), []);

  useTitleBadge(dmUnread);

  const swipe = useSwipe((direction) => {
    if (direction === 'right') setDrawer(drawer === 'members' ? null : 'nav');
    else setDrawer(drawer === 'nav' ? null : serverId === null ? null : 'members');
  });

  const controls: ShellControls = { drawer, setDrawer, addServer: () => setAdding(true) };
  const rail = <ServerRail dmUnread={dmUnread} onAdd={() => setAdding(true)} />;
  return (
    <TipProvider>
      <div className={styles.shell} {...swipe}>
        <a className={styles.skip} href="#conversation">
          {t('common.skip')}
        </a>
        <OfflineBar />
        <div
          className={styles.columns}
          data-drawer={drawer ?? 'none'}
          onClick={(event) => {
            // Whoever taps where they already are wants to see it.
            const link = (event.target as Element).closest('a');
            if (link?.closest(`.${styles.side}`)) setDrawer(null);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && drawer && !event.defaultPrevented) setDrawer(null);
          }}
        >
          {serverId === null ? (
            <DirectArea rail={rail} conversationId={conversationId} controls={controls} />
          ) : (
            <ServerArea key={serverId} rail={rail} serverId={serverId} channelId={channelId} controls={controls} />
          )}
          {drawer && <div className={styles.scrim} onClick={() => setDrawer(null)} />}
        </div>
        {adding && (
          <AddServerDialog
            onClose={() => setAdding(false)}
            onDone={(server) => {
              setAdding(false);
              void navigate(`/channels/${server.id}`, { state: { land: true } });
            }}
          />
        )}
      </div>
    </TipProvider>
  );
}

/** Unread direct messages and mentions stand in the tab’s title. */
function useTitleBadge(dmUnread: number): void {
  const mentions = useServers((state) => Object.values(state.byId).reduce((sum, server) => sum + server.mentionCount, 0));
  const count = dmUnread + mentions;
  useEffect(() => {
    const plain = document.title.replace(/^\(\d+\) /, '');
    document.title = count > 0 ? `(${count}) ${plain}` : plain;
  });
}

function useSwipe(onSwipe: (direction: 'left' | 'right') => void) {
  const [from, setFrom] = useState<{ x: number; y: number } | null>(null);
  return {
    onTouchStart: (event: TouchEvent) => {
      const touch = event.touches[0];
      setFrom(touch && event.touches.length === 1 ? { x: touch.clientX, y: touch.clientY } : null);
    },
    onTouchEnd: (event: TouchEvent) => {
      const touch = event.changedTouches[0];
      if (!from || !touch) return;
      const dx = touch.clientX - from.x;
      const dy = touch.clientY - from.y;
      setFrom(null);
      if (Math.abs(dx) > swipePx && Math.abs(dx) > 2 * Math.abs(dy)) onSwipe(dx > 0 ? 'right' : 'left');
    },
  };
}
