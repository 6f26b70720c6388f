import { create } from 'zustand';
import type { RoomKey } from '@/lib/room';

export interface Typist {
  userId: number;
  name: string;
  /** Milliseconds: when they count as having stopped. */
  until: number;
}

export interface TypingState {
  of: Record<RoomKey, Typist[]>;
}

export const initialTyping: TypingState = { of: {} };

export const useTyping = create<TypingState>(() => initialTyping);

export function withoutTypist(state: TypingState, key: RoomKey, userId: number): TypingState {
  const known = state.of[key];
  if (!known?.some((typist) => typist.userId === userId)) return state;
  return { of: { ...state.of, [key]: known.filter((typist) => typist.userId !== userId) } };
}

/** Drops who has stopped; the same state when nobody has. */
export function withoutStale(state: TypingState, now: number): TypingState {
  if (!Object.values(state.of).some((typists) => typists.some((typist) => typist.until <= now))) return state;
  const entries = Object.entries(state.of).map(([key, typists]) => [key, typists.filter((typist) => typist.until > now)]);
  return { of: Object.fromEntries(entries) as TypingState['of'] };
}
