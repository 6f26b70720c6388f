import { MessageSquarePlus, MessagesSquare, Plus } from 'lucide-react';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useNavigate } from 'react-router';
import { DmList } from '@/features/dms/components/DmList';
import { useDms } from '@/features/dms/store';
import { useDmTitle } from '@/features/dms/title';
import type { Room } from '@/lib/room';
import { Avatar } from '@/ui/Avatar';
import { Button } from '@/ui/Button';
import { Empty } from '@/ui/Empty';
import { later } from '@/ui/later';
import { Skeleton } from '@/ui/Skeleton';
import { Head } from './Head';
import { setOpen } from './live';
import { OwnArea } from './OwnArea';
import { RoomView } from './RoomView';
import styles from './Shell.module.css';
import type { ShellControls } from './shellControls';

const NewDmDialog = later(() => import('@/features/dms/components/NewDmDialog').then((file) => file.NewDmDialog));

interface Props {
  rail: ReactNode;
  conversationId: number | null;
  controls: ShellControls;
}

/** Direct messages: the conversations and one of them. */
export function DirectArea({ rail, conversationId, controls }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [starting, setStarting] = useState(false);
  const dm = useDms((state) => (conversationId === null ? undefined : state.byId[conversationId]));
  const ready = useDms((state) => state.status === 'ready');
  const { title, other } = useDmTitle(dm);

  const room = useMemo<Room | null>(
    () => (conversationId === null ? null : { kind: 'dm', conversationId }),
    [conversationId],
  );
  useEffect(() => setOpen(null, room), [room]);
  useEffect(() => {
    if (conversationId === null) document.title = `${t('dms.title')} · Ohkay`;
  }, [t, conversationId]);

  if (conversationId !== null && ready && !dm) return <Navigate to="/channels/@me" replace />;
  const presence = other ? (other.status ?? 'offline') : undefined;
  return (
    <>
      <div className={styles.nav}>
        {rail}
        <section className={styles.side} aria-label={t('dms.title')}>
          <div className={styles.sideHead}>
            <h2 className={styles.sideTitle}>{t('dms.title')}</h2>
          </div>
          <div className={styles.sideBody}>
            <DmList
              onNew={() => setStarting(true)}
              empty={
                <div className={styles.first}>
                  <p>{t('dms.first')}</p>
                  <Button tone="accent" wide onClick={controls.addServer}>
                    <Plus size={18} aria-hidden />
                    {t('servers.add')}
                  </Button>
                </div>
              }
            />
          </div>
          <OwnArea />
        </section>
      </div>
      <main className={styles.main} id="conversation" tabIndex={-1}>
        <Head
          icon={
            dm ? (
              <Avatar
                id={other?.id ?? dm.id}
                name={title}
                url={other?.avatarUrl}
                size={28}
                presence={presence}
                presenceLabel={presence && t(`status.${presence}`)}
              />
            ) : (
              <MessagesSquare size={20} aria-hidden />
            )
          }
          title={dm ? title : t('dms.title')}
          topic={other?.customStatus ?? null}
          controls={controls}
        />
        <div className={styles.body}>
          {dm && room ? (
            <RoomView
              key={dm.id}
              room={room}
              documentTitle={title}
              placeholder={t('messages.placeholder', { name: title })}
              unread={dm.unreadCount}
              canManage={false}
              canWrite
              intro={
                <div className={styles.intro}>
                  <Avatar id={other?.id ?? dm.id} name={title} url={other?.avatarUrl} size={72} />
                  <h2 className={styles.introTitle}>{title}</h2>
                  <p className={styles.introText}>{t('dms.start', { name: title })}</p>
                </div>
              }
            />
          ) : conversationId !== null ? (
            <Skeleton label={t('common.loading')} lines={8} avatar />
          ) : (
            <Empty
              icon={<MessagesSquare size={28} />}
              title={t('dms.emptyTitle')}
              action={
                <>
                  <Button onClick={() => setStarting(true)}>
                    <MessageSquarePlus size={18} aria-hidden />
                    {t('dms.new')}
                  </Button>
                  <Button tone="quiet" onClick={controls.addServer}>
                    <Plus size={18} aria-hidden />
                    {t('servers.add')}
                  </Button>
                </>
              }
            >
              {t('dms.emptyText')}
            </Empty>
          )}
        </div>
      </main>
      {starting && (
        <NewDmDialog
          onClose={() => setStarting(false)}
          onOpened={(id) => {
            setStarting(false);
            void navigate(`/channels/@me/${id}`);
          }}
        />
      )}
    </>
  );
}
