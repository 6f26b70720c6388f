import { endSession } from '@/api/session';
import { channelEvents } from '@/features/channels/events';
import { loadChannels } from '@/features/channels/api';
import { unreadOf, useChannels } from '@/features/channels/store';
import { loadDms } from '@/features/dms/api';
import { dmEvents } from '@/features/dms/events';
import { useDms } from '@/features/dms/store';
import { loadMembers } from '@/features/members/api';
import { memberEvents } from '@/features/members/events';
import { useMembers } from '@/features/members/store';
import { refreshRoom } from '@/features/messages/api';
import { messageEvents } from '@/features/messages/events';
import { wakeOutbox } from '@/features/messages/outbox';
import { roomBeingRead } from '@/features/messages/reading';
import { useMessages } from '@/features/messages/store';
import { loadServers } from '@/features/servers/api';
import { serverEvents } from '@/features/servers/events';
import { useServers, withUnread } from '@/features/servers/store';
import { typingEvents } from '@/features/typing/events';
import { useTyping } from '@/features/typing/store';
import { loadMe } from '@/features/users/api';
import { userEvents } from '@/features/users/events';
import { useUsers } from '@/features/users/store';
import { channelKey, type Room } from '@/lib/room';
import { useConnection } from '@/realtime/connection';
import type { EventContext, EventReducers, ServerEvent, ServerEvents } from '@/realtime/events';
import { closeSocket, emitAcked, openSocket } from '@/realtime/socket';

/*
 * Where events meet stores: each event goes through every feature's reducers; what needs a call to the server
 * follows here. After a connection that may have missed something, first the rooms are joined, then everything
 * that is open is fetched again: so there is no moment that neither of the two covers.
 */
interface Store<S> {
  setState: (change: (state: S) => S) => void;
}

type Apply = <E extends ServerEvent>(name: E, payload: ServerEvents[E], context: EventContext) => void;

function wired<S>(store: Store<S>, reducers: EventReducers<S>): Apply {
  return (name, payload, context) => {
    const reduce = reducers[name];
    if (reduce) store.setState((state) => reduce(state, payload, context));
  };
}

const features: Apply[] = [
  wired(useUsers, userEvents),
  wired(useServers, serverEvents),
  wired(useChannels, channelEvents),
  wired(useMembers, memberEvents),
  wired(useMessages, messageEvents),
  wired(useTyping, typingEvents),
  wired(useDms, dmEvents),
];

/** What is on the screen, to be kept current. */
let open: { serverId: number | null; room: Room | null } = { serverId: null, room: null };
const joined = new Set<number>();
let stopFollowing: (() => void) | null = null;

const quietly = (work: Promise<unknown>) => void work.catch(() => undefined);

function recountServer(serverId: number): void {
  const sum = unreadOf(useChannels.getState(), serverId);
  if (sum) useServers.setState((state) => withUnread(state, serverId, sum.unread, sum.mentions));
  else quietly(loadServers());
}

function afterRead({ serverId, channelId, conversationId, lastReadId }: ServerEvents['read_state_updated']): void {
  if (serverId !== undefined && channelId !== undefined) {
    const channel = useChannels.getState().byKey[channelKey(serverId, channelId)];
    const uncertain = channel && channel.unreadCount > 0 && (channel.lastMessageId ?? 0) > lastReadId;
    if (uncertain) quietly(loadChannels(serverId).then(() => recountServer(serverId)));
    else recountServer(serverId);
  } else if (conversationId !== undefined) {
    const dm = useDms.getState().byId[conversationId];
    if (dm && dm.unreadCount > 0) quietly(loadDms());
  }
}

/** Takes an event into the stores; also used for what this client did itself and will hear of only later. */
export function handleEvent<E extends ServerEvent>(name: E, payload: ServerEvents[E]): void {
  const meId = useUsers.getState().meId;
  if (meId === null) return;
  const context: EventContext = { meId, reading: roomBeingRead(), now: Date.now() };
  for (const apply of features) apply(name, payload, context);
  after(name, payload, meId);
}

function after(name: ServerEvent, payload: ServerEvents[ServerEvent], meId: number): void {
  switch (name) {
    case 'session_ended':
      return endSession((payload as ServerEvents['session_ended']).reason);
    case 'resync':
      return quietly(sync());
    case 'read_state_updated':
      return afterRead(payload as ServerEvents['read_state_updated']);
    case 'new_private_message': {
      const { conversationId } = payload as ServerEvents['new_private_message'];
      if (!useDms.getState().byId[conversationId]) quietly(loadDms());
      return;
    }
    case 'member_joined':
      // I joined by another device.
      if ((payload as ServerEvents['member_joined']).member.user.id === meId) quietly(loadServers());
      return;
    case 'member_left': {
      const { serverId, userId } = payload as ServerEvents['member_left'];
      if (userId === meId) joined.delete(serverId);
    }
  }
}

async function joinServers(): Promise<void> {
  const missing = useServers.getState().order.filter((id) => !joined.has(id));
  await Promise.all(
    missing.map(async (serverId) => {
      joined.add(serverId);
      const ack = await emitAcked('join_server', { serverId });
      if (!ack.ok) joined.delete(serverId);
    }),
  );
}

async function joinConversation(): Promise<void> {
  if (open.room?.kind === 'dm') await emitAcked('join_conversation', { conversationId: open.room.conversationId });
}

/** Fetches again what is on the screen. */
async function refreshOpen(): Promise<void> {
  const { serverId, room } = open;
  await Promise.allSettled([
    ...(serverId === null ? [] : [loadChannels(serverId), loadMembers(serverId)]),
    ...(room ? [refreshRoom(room)] : []),
  ]);
}

/** Fetches again everything that is shown, and what the rail and the lists say. */
async function sync(): Promise<void> {
  await Promise.allSettled([loadMe(), loadServers(), loadDms(), refreshOpen()]);
}

async function connected(recovered: boolean): Promise<void> {
  wakeOutbox();
  if (recovered) return;
  joined.clear();
  await Promise.all([joinServers(), joinConversation()]);
  await sync();
}

/** Opens the socket of whoever is logged in and keeps the stores current until `stop`. */
export function goLive(): () => void {
  openSocket({ event: handleEvent, connected: (recovered) => quietly(connected(recovered)) });
  stopFollowing?.();
  stopFollowing = useServers.subscribe((now, before) => {
    if (now.order === before.order || useConnection.getState().status !== 'online') return;
    const late = open.serverId !== null && !joined.has(open.serverId);
    quietly(joinServers().then(() => (late ? refreshOpen() : undefined)));
  });
  return () => {
    stopFollowing?.();
    stopFollowing = null;
    joined.clear();
    closeSocket();
  };
}

/** Says what is on the screen now. */
export function setOpen(serverId: number | null, room: Room | null): void {
  open = { serverId, room };
  if (useConnection.getState().status === 'online') quietly(joinConversation());
}
