import { create } from 'zustand';
import type { ApiError } from '@/api/errors';
import type { Channel } from '@/api/types';
import { channelKey, type RoomKey } from '@/lib/room';
import { without } from '@/lib/records';

export interface ChannelsState {
  byKey: Record<RoomKey, Channel>;
  /** The channels of each server that was opened, in no order. */
  keysOf: Record<number, RoomKey[]>;
  errorOf: Record<number, ApiError>;
  /** Categories that are folded on this device. */
  folded: Record<RoomKey, true>;
}

const foldedKey = 'ohkay.folded';

function storedFolds(): Record<RoomKey, true> {
  try {
    return JSON.parse(localStorage.getItem(foldedKey) ?? '{}') as Record<RoomKey, true>;
  } catch {
    return {};
  }
}

export const initialChannels: ChannelsState = { byKey: {}, keysOf: {}, errorOf: {}, folded: storedFolds() };

export const useChannels = create<ChannelsState>(() => initialChannels);

export function withChannels(state: ChannelsState, serverId: number, channels: readonly Channel[]): ChannelsState {
  const byKey = { ...state.byKey };
  for (const key of state.keysOf[serverId] ?? []) delete byKey[key];
  const keys = channels.map((channel) => {
    const key = channelKey(serverId, channel.id);
    byKey[key] = channel;
    return key;
  });
  return { ...state, byKey, errorOf: without(state.errorOf, serverId), keysOf: { ...state.keysOf, [serverId]: keys } };
}

export function withChannel(state: ChannelsState, channel: Channel): ChannelsState {
  const keys = state.keysOf[channel.serverId];
  if (!keys) return state;
  const key = channelKey(channel.serverId, channel.id);
  return {
    ...state,
    byKey: { ...state.byKey, [key]: channel },
    keysOf: keys.includes(key) ? state.keysOf : { ...state.keysOf, [channel.serverId]: [...keys, key] },
  };
}

export function withoutServerChannels(state: ChannelsState, serverId: number): ChannelsState {
  if (!state.keysOf[serverId]) return state;
  const emptied = withChannels(state, serverId, []);
  return { ...emptied, keysOf: without(emptied.keysOf, serverId) };
}

/** What a server's channels add up to; null when they are not loaded. */
export function unreadOf(state: ChannelsState, serverId: number): { unread: number; mentions: number } | null {
  const keys = state.keysOf[serverId];
  if (!keys) return null;
  let unread = 0;
  let mentions = 0;
  for (const key of keys) {
    unread += state.byKey[key]?.unreadCount ?? 0;
    mentions += state.byKey[key]?.mentionCount ?? 0;
  }
  return { unread, mentions };
}

export interface ChannelGroup {
  category: Channel | null;
  channels: Channel[];
}

const byPosition = (a: Channel, b: Channel) => a.position - b.position || a.id - b.id;

/** The sidebar's order: first what has no category, then each category with what belongs to it. */
export function grouped(channels: readonly Channel[]): ChannelGroup[] {
  const categories = channels.filter((channel) => channel.type === 'category').sort(byPosition);
  const known = new Set(categories.map((category) => category.id));
  const others = channels.filter((channel) => channel.type !== 'category').sort(byPosition);
  const loose = others.filter((channel) => channel.parentId === null || !known.has(channel.parentId));
  const groups: ChannelGroup[] = loose.length > 0 ? [{ category: null, channels: loose }] : [];
  for (const category of categories) {
    groups.push({ category, channels: others.filter((channel) => channel.parentId === category.id) });
  }
  return groups;
}

/** Whether messages can be read and written there. */
export function isTextual(channel: Channel): boolean {
  return channel.type === 'text' || channel.type === 'announcement';
}

export function firstTextChannel(channels: readonly Channel[]): Channel | undefined {
  return grouped(channels)
    .flatMap((group) => group.channels)
    .find(isTextual);
}

export function toggleFold(key: RoomKey): void {
  useChannels.setState((state) => {
    const folded = { ...state.folded };
    if (folded[key]) delete folded[key];
    else folded[key] = true;
    localStorage.setItem(foldedKey, JSON.stringify(folded));
    return { folded };
  });
}
