import { create } from 'zustand';
import type { Author, User } from '@/api/types';

/** Who a person is: at least a name; the rest as far as it was seen. */
export type Person = Author & Partial<User>;

export interface UsersState {
  byId: Record<number, Person>;
  meId: number | null;
}

export const initialUsers: UsersState = { byId: {}, meId: null };

export const useUsers = create<UsersState>(() => initialUsers);

function merged(known: Person | undefined, next: Person, isMe: boolean): Person {
  const changes: Person = { ...next };
  // Others may see me offline (invisible, or just not connected yet); what I chose is what I am shown.
  if (isMe && changes.status === 'offline') delete changes.status;
  if (!known) return changes;
  const same = (Object.keys(changes) as (keyof Person)[]).every((key) => known[key] === changes[key]);
  return same ? known : { ...known, ...changes };
}

/** The state with these people in it; the same state when nothing about them is new. */
export function withPeople(state: UsersState, people: readonly Person[]): UsersState {
  let byId = state.byId;
  for (const person of people) {
    const next = merged(byId[person.id], person, person.id === state.meId);
    if (next !== byId[person.id]) {
      if (byId === state.byId) byId = { ...byId };
      byId[person.id] = next;
    }
  }
  return byId === state.byId ? state : { ...state, byId };
}

export function rememberPeople(people: readonly Person[]): void {
  useUsers.setState((state) => withPeople(state, people));
}

export function setMe(user: User): void {
  useUsers.setState((state) => withPeople({ ...state, meId: user.id }, [user]));
}

export function usePerson(id: number): Person | undefined {
  return useUsers((state) => state.byId[id]);
}

export function useMe(): Person | undefined {
  return useUsers((state) => (state.meId === null ? undefined : state.byId[state.meId]));
}
