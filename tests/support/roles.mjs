// Roles and overwrites for a test, by the calls themselves.
import {letIn, newServer, person} from './world.mjs';

/** Discord's bits that tests speak of. */
export const BIT = {
    CREATE_INSTANT_INVITE: 1n << 0n, KICK_MEMBERS: 1n << 1n, BAN_MEMBERS: 1n << 2n, ADMINISTRATOR: 1n << 3n, MANAGE_CHANNELS: 1n << 4n,
    MANAGE_GUILD: 1n << 5n, VIEW_AUDIT_LOG: 1n << 7n, VIEW_CHANNEL: 1n << 10n, SEND_MESSAGES: 1n << 11n, MANAGE_MESSAGES: 1n << 13n, READ_MESSAGE_HISTORY: 1n << 16n,
    CHANGE_NICKNAME: 1n << 26n, MANAGE_NICKNAMES: 1n << 27n, MANAGE_ROLES: 1n << 28n, MANAGE_WEBHOOKS: 1n << 29n, MODERATE_MEMBERS: 1n << 40n,
};
export const bits = (...names) => String(names.reduce((sum, name) => sum | BIT[name], 0n));

export async function newRole(client, serverId, name, permissions = '0', more = {}) {
    return (await client.ok('createRole', {path: {serverId}, body: {name, permissions, ...more}})).role;
}

export const give = (client, serverId, user, ...roleIds) => client.ok('updateMember', {path: {serverId, userId: user.id}, body: {roles: roleIds}});

export const rolesOf = async (client, serverId) => (await client.ok('listRoles', {path: {serverId}})).roles;

export const everyoneOf = async (client, serverId) => (await rolesOf(client, serverId)).find((role) => role.isEveryone);

export const putRole = (path, roleId, allow = '0', deny = '0') => ['putRoleOverwrite', {path: {...path, roleId}, body: {allow, deny}}];
export const putMember = (path, user, allow = '0', deny = '0') => ['putMemberOverwrite', {path: {...path, userId: user.id}, body: {allow, deny}}];

/** Hide a channel from everyone but whom `more` of the overwrites let in. */
export async function hide(owner, path) {
    const everyone = await everyoneOf(owner, path.serverId);
    await owner.ok(...putRole(path, everyone.id, '0', bits('VIEW_CHANNEL')));
}

/** A server with an owner, an editor of roles in the middle, a member below and one above. `roles`: high, editor, low. */
export async function court() {
    const [owner, editor, member, chief] = await Promise.all(['owner', 'editor', 'member', 'chief'].map((name) => person(name)));
    const place = await newServer(owner);
    const {serverId} = place;
    await letIn(owner, serverId, editor, member, chief);
    const high = await newRole(owner, serverId, 'high', bits('KICK_MEMBERS'));
    const mine = await newRole(owner, serverId, 'editor', bits('MANAGE_ROLES', 'MANAGE_CHANNELS'));
    const low = await newRole(owner, serverId, 'low', '0');
    await give(owner, serverId, chief, high.id);
    await give(owner, serverId, editor, mine.id);
    await give(owner, serverId, member, low.id);
    return {owner, editor, member, chief, ...place, high, mine, low};
}
