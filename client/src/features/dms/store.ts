import { create } from 'zustand';
import type { ApiError } from '@/api/errors';
import type { Conversation, DirectMessage } from '@/api/types';

/** A conversation; who takes part stands in the users store. */
export interface Dialogue {
  id: number;
  participantIds: number[];
  lastMessage: DirectMessage | null;
  unreadCount: number;
  createdAt: string;
}

export interface DmsState {
  status: 'idle' | 'loading' | 'ready' | 'failed';
  error: ApiError | null;
  byId: Record<number, Dialogue>;
}

export const initialDms: DmsState = { status: 'idle', error: null, byId: {} };

export const useDms = create<DmsState>(() => initialDms);

export function dialogue({ participants, ...rest }: Conversation): Dialogue {
  return { ...rest, participantIds: participants.map((person) => person.id) };
}

export function withDialogue(state: DmsState, next: Dialogue): DmsState {
  return { ...state, byId: { ...state.byId, [next.id]: next } };
}

export function withoutDialogue(state: DmsState, id: number): DmsState {
  return { ...state, byId: Object.fromEntries(Object.entries(state.byId).filter(([key]) => Number(key) !== id)) };
}

/** Newest first: by the last message, or by when it was opened. */
export function inOrder(state: DmsState): Dialogue[] {
  const moment = (dm: Dialogue) => dm.lastMessage?.createdAt ?? dm.createdAt;
  return Object.values(state.byId).sort((a, b) => moment(b).localeCompare(moment(a)) || b.id - a.id);
}

export function unreadDms(state: DmsState): number {
  return Object.values(state.byId).reduce((sum, dm) => sum + dm.unreadCount, 0);
}
