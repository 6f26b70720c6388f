import { asApiError } from '@/api/errors';
import { api, unwrap } from '@/api/http';
import type { Channel, ChannelType } from '@/api/types';
import { useChannels, withChannel, withChannels } from './store';

export async function loadChannels(serverId: number): Promise<void> {
  try {
    const { channels } = await unwrap(api.GET('/api/servers/{serverId}/channels', { params: { path: { serverId } } }));
    useChannels.setState((state) => withChannels(state, serverId, channels));
  } catch (cause) {
    useChannels.setState((state) => ({ errorOf: { ...state.errorOf, [serverId]: asApiError(cause) } }));
    throw cause;
  }
}

export interface NewChannel {
  name: string;
  type: ChannelType;
  parentId: number | null;
}

export async function createChannel(serverId: number, { name, type, parentId }: NewChannel): Promise<Channel> {
  const { channel } = await unwrap(
    api.POST('/api/servers/{serverId}/channels', {
      params: { path: { serverId } },
      body: parentId === null ? { name, type } : { name, type, parentId },
    }),
  );
  useChannels.setState((state) => withChannel(state, channel));
  return channel;
}
