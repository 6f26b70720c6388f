import { ChevronDown, FolderPlus, Hash, LogOut, UserPlus } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useNavigate } from 'react-router';
import { useShallow } from 'zustand/react/shallow';
import { errorText } from '@/api/errorText';
import { loadChannels } from '@/features/channels/api';
import { ChannelIcon, ChannelList } from '@/features/channels/components/ChannelList';
import { firstTextChannel, isTextual, useChannels } from '@/features/channels/store';
import { openDm } from '@/features/dms/api';
import { loadMembers } from '@/features/members/api';
import { usePreferences } from '@/features/preferences/store';
import { loadServers } from '@/features/servers/api';
import { useServer, useServers } from '@/features/servers/store';
import { useMe, type Person } from '@/features/users/store';
import { allows } from '@/lib/permissions';
import { channelKey, type Room } from '@/lib/room';
import { useMediaQuery } from '@/lib/useMediaQuery';
import { Button } from '@/ui/Button';
import { Empty } from '@/ui/Empty';
import { Menu, MenuItem, MenuLine } from '@/ui/Menu';
import { Notice } from '@/ui/Notice';
import { later } from '@/ui/later';
import { Skeleton } from '@/ui/Skeleton';
import { Head } from './Head';
import { setOpen } from './live';
import { OwnArea } from './OwnArea';
import { RoomView } from './RoomView';
import styles from './Shell.module.css';
import type { ShellControls } from './shellControls';

const CreateChannelDialog = later(() =>
  import('@/features/channels/components/CreateChannelDialog').then((file) => file.CreateChannelDialog),
);
const InviteDialog = later(() => import('@/features/invites/components/InviteDialog').then((file) => file.InviteDialog));
const KickDialog = later(() => import('@/features/members/components/KickDialog').then((file) => file.KickDialog));
const LeaveServerDialog = later(() =>
  import('@/features/servers/components/LeaveServerDialog').then((file) => file.LeaveServerDialog),
);
const MemberList = later(
  () => import('@/features/members/components/MemberList').then((file) => file.MemberList),
  <MembersWaiting />,
);

interface Props {
  rail: ReactNode;
  serverId: number;
  channelId: number | null;
  controls: ShellControls;
}

type Open = { kind: 'invite' | 'leave' } | { kind: 'channel'; parentId: number | null } | { kind: 'kick'; person: Person } | null;

/** A server: its channels, one of them, and its members. */
export function ServerArea({ rail, serverId, channelId, controls }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const server = useServer(serverId);
  const serversReady = useServers((state) => state.status === 'ready');
  const loaded = useChannels((state) => Boolean(state.keysOf[serverId]));
  const channels = useChannels(
    useShallow((state) => (state.keysOf[serverId] ?? []).map((key) => state.byKey[key]).filter((one) => one !== undefined)),
  );
  const channel = useChannels((state) => (channelId === null ? undefined : state.byKey[channelKey(serverId, channelId)]));
  const wide = useMediaQuery('(min-width: 1024px)');
  const membersOpen = usePreferences((state) => state.membersOpen);
  const [dialog, setDialog] = useState<Open>(null);
  const [dmError, setDmError] = useState<string | null>(null);
  const me = useMe();

  const room = useMemo<Room | null>(
    () => (channelId === null ? null : { kind: 'channel', serverId, channelId }),
    [serverId, channelId],
  );
  useEffect(() => setOpen(serverId, room), [serverId, room]);

  useEffect(() => {
    for (const work of [loadChannels(serverId), loadMembers(serverId)]) work.catch(() => undefined);
  }, [serverId]);

  const message = useCallback(
    (userId: number) => {
      setDmError(null);
      openDm(userId).then(
        (conversation) => navigate(`/channels/@me/${conversation.id}`),
        (cause: unknown) => setDmError(errorText(cause)),
      );
    },
    [navigate],
  );
  const kick = useCallback((person: Person) => setDialog({ kind: 'kick', person }), []);

  if (!server) {
    // Not a member, or no longer: the list has it no more.
    if (serversReady) return <Navigate to="/channels/@me" replace />;
    return <Waiting rail={rail} />;
  }
  const first = channelId === null && loaded ? firstTextChannel(channels) : undefined;
  if (first) return <Navigate to={`/channels/${serverId}/${first.id}`} replace />;

  const canManageChannels = allows(server.permissions, 'manageChannels');
  const canInvite = allows(server.permissions, 'createInvite');
  const textual = channel && isTextual(channel) ? channel : undefined;
  const close = () => setDialog(null);
  return (
    <>
      <div className={styles.nav}>
        {rail}
        <section className={styles.side} aria-label={server.name}>
          <div className={styles.sideHead}>
            <Menu
              trigger={
                <button type="button" className={styles.serverButton} aria-label={t('servers.menu', { name: server.name })}>
                  <span>{server.name}</span>
                  <ChevronDown size={18} aria-hidden />
                </button>
              }
            >
              {canInvite && (
                <MenuItem icon={<UserPlus size={16} aria-hidden />} onSelect={() => setDialog({ kind: 'invite' })}>
                  {t('invites.invite')}
                </MenuItem>
              )}
              {canManageChannels && (
                <MenuItem
                  icon={<FolderPlus size={16} aria-hidden />}
                  onSelect={() => setDialog({ kind: 'channel', parentId: null })}
                >
                  {t('channels.create')}
                </MenuItem>
              )}
              {server.ownerId !== me?.id && (
                <>
                  <MenuLine />
                  <MenuItem danger icon={<LogOut size={16} aria-hidden />} onSelect={() => setDialog({ kind: 'leave' })}>
                    {t('servers.leave')}
                  </MenuItem>
                </>
              )}
            </Menu>
          </div>
          <div className={styles.sideBody}>
            <ChannelList
              serverId={serverId}
              activeChannelId={channelId ?? undefined}
              canManage={canManageChannels}
              onCreate={(parentId) => setDialog({ kind: 'channel', parentId })}
            />
          </div>
          <OwnArea />
        </section>
      </div>
      <main className={styles.main} id="conversation" tabIndex={-1}>
        <Head
          icon={textual ? <ChannelIcon type={textual.type} size={20} /> : <Hash size={20} aria-hidden />}
          title={textual?.name ?? server.name}
          topic={textual?.topic ?? null}
          controls={controls}
          members
        />
        <div className={styles.body}>
          {dmError && <Notice>{dmError}</Notice>}
          {textual && room ? (
            <RoomView
              key={channelKey(serverId, textual.id)}
              room={room}
              documentTitle={`#${textual.name} · ${server.name}`}
              placeholder={t('messages.placeholder', { name: `#${textual.name}` })}
              unread={textual.unreadCount}
              canManage={allows(server.permissions, 'manageMessages')}
              canWrite={allows(server.permissions, 'sendMessages')}
              intro={
                <div className={styles.intro}>
                  <span className={styles.introIcon}>
                    <Hash size={28} aria-hidden />
                  </span>
                  <h2 className={styles.introTitle}>{t('channels.welcome', { name: textual.name })}</h2>
                  <p className={styles.introText}>{textual.description ?? t('channels.start', { name: textual.name })}</p>
                  {canInvite && server.memberCount <= 1 && (
                    <div className={styles.introActions}>
                      <Button onClick={() => setDialog({ kind: 'invite' })}>
                        <UserPlus size={18} aria-hidden />
                        {t('invites.invite')}
                      </Button>
                    </div>
                  )}
                </div>
              }
            />
          ) : loaded ? (
            <Empty
              icon={<Hash size={28} />}
              title={t('channels.none')}
              action={
                canManageChannels && (
                  <Button onClick={() => setDialog({ kind: 'channel', parentId: null })}>{t('channels.create')}</Button>
                )
              }
            >
              {t('channels.noneText')}
            </Empty>
          ) : (
            <Skeleton label={t('common.loading')} lines={8} avatar />
          )}
        </div>
      </main>
      {(!wide || membersOpen) && (
        <aside className={styles.members} aria-label={t('members.title')}>
          <MemberList
            serverId={serverId}
            ownerId={server.ownerId}
            canKick={allows(server.permissions, 'kickMembers')}
            onMessage={message}
            onKick={kick}
          />
        </aside>
      )}
      {dialog?.kind === 'invite' && <InviteDialog serverId={serverId} serverName={server.name} onClose={close} />}
      {dialog?.kind === 'channel' && (
        <CreateChannelDialog
          serverId={serverId}
          parentId={dialog.parentId}
          onClose={close}
          onCreated={(created) => {
            close();
            if (isTextual(created)) void navigate(`/channels/${serverId}/${created.id}`);
          }}
        />
      )}
      {dialog?.kind === 'kick' && <KickDialog serverId={serverId} person={dialog.person} onClose={close} />}
      {dialog?.kind === 'leave' && (
        <LeaveServerDialog serverId={serverId} onClose={close} onLeft={() => void navigate('/channels/@me')} />
      )}
    </>
  );
}

/** What the list itself shows until it knows the members. */
function MembersWaiting() {
  const { t } = useTranslation();
  return <Skeleton label={t('common.loading')} lines={6} avatar />;
}

/** The servers are not known yet, or could not be asked for. */
function Waiting({ rail }: { rail: ReactNode }) {
  const { t } = useTranslation();
  const error = useServers((state) => state.error);
  return (
    <>
      <div className={styles.nav}>
        {rail}
        <div className={styles.side} />
      </div>
      <main className={styles.main} id="conversation" tabIndex={-1}>
        {error ? (
          <div className={styles.intro}>
            <Notice
              action={
                <Button tone="quiet" onClick={() => void loadServers().catch(() => undefined)}>
                  {t('common.retry')}
                </Button>
              }
            >
              {errorText(error)}
            </Notice>
          </div>
        ) : (
          <Skeleton label={t('common.loading')} lines={8} avatar />
        )}
      </main>
    </>
  );
}
