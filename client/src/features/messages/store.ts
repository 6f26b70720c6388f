import { create } from 'zustand';
import type { RoomKey } from '@/lib/room';
import { emptyRoom, withRoom, type MessagesState, type RoomMessages } from './state';

export const initialMessages: MessagesState = { rooms: {} };

export const useMessages = create<MessagesState>(() => initialMessages);

export function changeRoom(key: RoomKey, change: (room: RoomMessages) => RoomMessages): void {
  useMessages.setState((state) => withRoom(state, key, change));
}

/** The room, made when it was not there. */
export function ensureRoom(key: RoomKey): RoomMessages {
  const known = useMessages.getState().rooms[key];
  if (known) return known;
  useMessages.setState((state) => ({ rooms: { ...state.rooms, [key]: emptyRoom } }));
  return emptyRoom;
}

export function useRoomMessages(key: RoomKey): RoomMessages {
  return useMessages((state) => state.rooms[key]) ?? emptyRoom;
}
