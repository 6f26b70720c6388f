import { api, publicApi, unwrap } from '@/api/http';
import type { InvitePreview } from '@/api/types';

/** Gives the code of a new invite. */
export async function createInvite(serverId: number, maxUses: number, expiresInHours: number): Promise<string> {
  const { invite } = await unwrap(
    api.POST('/api/servers/{serverId}/invites', { params: { path: { serverId } }, body: { maxUses, expiresInHours } }),
  );
  return invite.code;
}

export async function previewInvite(inviteCode: string): Promise<InvitePreview> {
  const { invite } = await unwrap(publicApi.GET('/api/invites/{inviteCode}', { params: { path: { inviteCode } } }));
  return invite;
}
