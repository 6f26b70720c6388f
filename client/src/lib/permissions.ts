/** Discord's permission bits, same bit numbers; the API sends the sum as a decimal string. */
const bits = {
  createInvite: 0n,
  kickMembers: 1n,
  administrator: 3n,
  manageChannels: 4n,
  manageServer: 5n,
  sendMessages: 11n,
  manageMessages: 13n,
} as const;

export type Permission = keyof typeof bits;

/** Whether the decimal string grants the permission; anything unreadable grants nothing. */
export function allows(permissions: string | undefined, permission: Permission): boolean {
  if (!permissions || !/^\d+$/.test(permissions)) return false;
  const value = BigInt(permissions);
  const has = (bit: bigint) => ((value >> bit) & 1n) === 1n;
  return has(bits.administrator) || has(bits[permission]);
}
