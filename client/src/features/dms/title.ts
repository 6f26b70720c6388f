import { useShallow } from 'zustand/react/shallow';
import { useUsers, type Person } from '@/features/users/store';
import type { Dialogue } from './store';

/** What a conversation is called: the other person, or everybody else in it. */
export function useDmTitle(dm: Dialogue | undefined): { title: string; other: Person | null } {
  const others = useUsers(
    useShallow((state) =>
      (dm?.participantIds ?? [])
        .filter((id) => id !== state.meId || dm?.participantIds.length === 1)
        .map((id) => state.byId[id])
        .filter((person) => person !== undefined),
    ),
  );
  const [only] = others;
  return {
    title: others.map((person) => person.displayName).join(', '),
    other: others.length === 1 && only ? only : null,
  };
}
