import type { RoomKey } from '@/lib/room';
import { useUsers } from '@/features/users/store';

/* What is half written in each room, for as long as the tab lives. */
const storageKey = (key: RoomKey) => `ohkay.draft.${useUsers.getState().meId}.${key}`;

export function draftOf(key: RoomKey): string {
  return sessionStorage.getItem(storageKey(key)) ?? '';
}

export function keepDraft(key: RoomKey, text: string): void {
  if (text) sessionStorage.setItem(storageKey(key), text);
  else sessionStorage.removeItem(storageKey(key));
}
