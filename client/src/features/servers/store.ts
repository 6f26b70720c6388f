import { create } from 'zustand';
import type { ApiError } from '@/api/errors';
import type { Server, ServerSummary } from '@/api/types';
import { without } from '@/lib/records';

export interface ServersState {
  status: 'idle' | 'loading' | 'ready' | 'failed';
  error: ApiError | null;
  byId: Record<number, ServerSummary>;
  order: number[];
}

export const initialServers: ServersState = { status: 'idle', error: null, byId: {}, order: [] };

export const useServers = create<ServersState>(() => initialServers);

export function withServer(state: ServersState, server: Server | ServerSummary): ServersState {
  const known = state.byId[server.id];
  const next = { unreadCount: 0, mentionCount: 0, ...known, ...server };
  return {
    ...state,
    byId: { ...state.byId, [server.id]: next },
    order: known ? state.order : [...state.order, server.id],
  };
}

export function withoutServer(state: ServersState, serverId: number): ServersState {
  if (!state.byId[serverId]) return state;
  return { ...state, byId: without(state.byId, serverId), order: state.order.filter((id) => id !== serverId) };
}

export function withUnread(state: ServersState, serverId: number, unreadCount: number, mentionCount: number): ServersState {
  const server = state.byId[serverId];
  if (!server || (server.unreadCount === unreadCount && server.mentionCount === mentionCount)) return state;
  return { ...state, byId: { ...state.byId, [serverId]: { ...server, unreadCount, mentionCount } } };
}

export function useServer(serverId: number | undefined): ServerSummary | undefined {
  return useServers((state) => (serverId === undefined ? undefined : state.byId[serverId]));
}
