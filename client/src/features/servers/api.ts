import { asApiError } from '@/api/errors';
import { api, unwrap } from '@/api/http';
import type { Server } from '@/api/types';
import { useServers, withoutServer, withServer } from './store';

export async function loadServers(): Promise<void> {
  const set = useServers.setState;
  if (useServers.getState().status !== 'ready') set({ status: 'loading', error: null });
  try {
    const { servers } = await unwrap(api.GET('/api/servers'));
    set({
      status: 'ready',
      error: null,
      byId: Object.fromEntries(servers.map((server) => [server.id, server])),
      order: servers.map((server) => server.id),
    });
  } catch (cause) {
    if (useServers.getState().status !== 'ready') set({ status: 'failed', error: asApiError(cause) });
    throw cause;
  }
}

export async function createServer(name: string, description: string): Promise<Server> {
  const body = description.trim() ? { name, description: description.trim() } : { name };
  const { server } = await unwrap(api.POST('/api/servers', { body }));
  useServers.setState((state) => withServer(state, server));
  return server;
}

export async function joinByInvite(inviteCode: string): Promise<Server> {
  const { server } = await unwrap(api.POST('/api/servers/join/{inviteCode}', { params: { path: { inviteCode } } }));
  useServers.setState((state) => withServer(state, server));
  return server;
}

export async function leaveServer(serverId: number): Promise<void> {
  await unwrap(api.POST('/api/servers/{serverId}/leave', { params: { path: { serverId } } }));
  useServers.setState((state) => withoutServer(state, serverId));
}
