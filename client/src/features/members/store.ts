import { create } from 'zustand';
import type { ApiError } from '@/api/errors';
import type { Member } from '@/api/types';
import { without } from '@/lib/records';

/** A membership; who the person is stands in the users store. */
export interface Membership {
  userId: number;
  nickname: string | null;
  roles: number[];
  joinedAt: string;
}

export interface MembersState {
  of: Record<number, Record<number, Membership>>;
  errorOf: Record<number, ApiError>;
}

export const initialMembers: MembersState = { of: {}, errorOf: {} };

export const useMembers = create<MembersState>(() => initialMembers);

export function membership({ user, nickname, roles, joinedAt }: Member): Membership {
  return { userId: user.id, nickname, roles, joinedAt };
}

export function withMembers(state: MembersState, serverId: number, members: readonly Member[]): MembersState {
  const byUser = Object.fromEntries(members.map((member) => [member.user.id, membership(member)]));
  return { of: { ...state.of, [serverId]: byUser }, errorOf: without(state.errorOf, serverId) };
}

export function withMember(state: MembersState, serverId: number, member: Member): MembersState {
  const known = state.of[serverId];
  if (!known) return state;
  return { ...state, of: { ...state.of, [serverId]: { ...known, [member.user.id]: membership(member) } } };
}

export function withoutMember(state: MembersState, serverId: number, userId: number): MembersState {
  const known = state.of[serverId];
  if (!known?.[userId]) return state;
  return { ...state, of: { ...state.of, [serverId]: without(known, userId) } };
}
