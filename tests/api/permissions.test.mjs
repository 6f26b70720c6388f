// A server of random roles, overwrites and members: what each of them gets, against Discord's rule written a second time, plainly.
// OHKAY_SEED repeats a run.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {BIT, everyoneOf, give, newRole, rolesOf} from '../support/roles.mjs';
import {letIn, newServer, person} from '../support/world.mjs';

const seed = Number(process.env.OHKAY_SEED ?? 7);
let state = seed;
function below(count) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * count);
}
const pool = [BIT.VIEW_CHANNEL, BIT.SEND_MESSAGES, BIT.READ_MESSAGE_HISTORY, BIT.MANAGE_MESSAGES];
const some = (odds) => pool.reduce((sum, bit) => (below(odds) === 0 ? sum | bit : sum), 0n);

/** Discord's documentation: computeBasePermissions, then computeOverwrites. */
function permissionsOf(member, roles, overwrites, ownerId) {
    if (member.id === ownerId) return ~0n;
    const everyone = roles.find(({isEveryone}) => isEveryone);
    let result = BigInt(everyone.permissions);
    for (const role of roles) if (member.roles.includes(role.id)) result |= BigInt(role.permissions);
    if (result & 8n) return ~0n;
    const apply = (list) => {
        for (const {deny} of list) result &= ~BigInt(deny);
        for (const {allow} of list) result |= BigInt(allow);
    };
    apply(overwrites.filter(({type, id}) => type === 'role' && id === everyone.id));
    apply(overwrites.filter(({type, id}) => type === 'role' && member.roles.includes(id)));
    apply(overwrites.filter(({type, id}) => type === 'member' && id === member.id));
    return result;
}

async function build() {
    const owner = await person('owner');
    const {serverId} = await newServer(owner);
    const members = await Promise.all(Array.from({length: 9}, () => person('m')));
    await letIn(owner, serverId, ...members);
    const roles = [];
    for (let i = 0; i < 6; i += 1) roles.push(await newRole(owner, serverId, `r${i}`, String(i === 0 ? BIT.ADMINISTRATOR : some(3))));
    for (const member of members) {
        member.roles = roles.filter(() => below(4) === 0).map(({id}) => id);
        await give(owner, serverId, member, ...member.roles);
    }
    for (let i = 0; i < 16; i += 1) await owner.ok('createChannel', {path: {serverId}, body: {name: `c${i}`, type: 'text'}});
    return {owner, members: [...members, Object.assign(owner, {roles: []})], serverId};
}

async function throwOverwrites(owner, members, serverId, channels) {
    const roles = await rolesOf(owner, serverId);
    for (const channel of channels) {
        const path = {serverId, channelId: channel.id};
        for (let n = below(5); n > 0; n -= 1) {
            const allow = some(3), deny = some(2) & ~allow, body = {allow: String(allow), deny: String(deny)};
            if (below(3)) await owner.ok('putRoleOverwrite', {path: {...path, roleId: roles[below(roles.length)].id}, body});
            else await owner.ok('putMemberOverwrite', {path: {...path, userId: members[below(members.length)].id}, body});
        }
    }
}

async function compare({owner, members, serverId}) {
    const roles = await rolesOf(owner, serverId);
    const {channels} = await owner.ok('listChannels', {path: {serverId}});
    const counts = {seen: 0, hidden: 0, written: 0, mute: 0};
    for (const member of members) {
        const seen = (await member.ok('listChannels', {path: {serverId}})).channels;
        for (const channel of channels) {
            const path = {serverId, channelId: channel.id}, what = `seed ${seed}: ${member.user.username} in ${channel.name}`;
            const expected = permissionsOf(member, roles, channel.overwrites, owner.id);
            const sees = (expected & BIT.VIEW_CHANNEL) !== 0n, writes = sees && (expected & BIT.SEND_MESSAGES) !== 0n;
            const listed = seen.find(({id}) => id === channel.id);
            assert.equal(Boolean(listed), sees, what);
            const got = await member.call('getChannel', {path});
            assert.equal(got.status, sees ? 200 : 404, what);
            if (sees) for (const bit of pool) assert.equal((BigInt(got.body.channel.permissions) & bit) !== 0n, (expected & bit) !== 0n, `${what}: ${bit}`);
            if (sees) assert.equal(listed.permissions, got.body.channel.permissions, what);
            if (channel.type === 'text') {
                const {status} = await member.call('createMessage', {path, body: {content: 'x'}});
                assert.equal(status, !sees ? 404 : writes ? 201 : 403, what);
            }
            counts[sees ? 'seen' : 'hidden'] += 1;
            counts[writes ? 'written' : 'mute'] += 1;
        }
    }
    return counts;
}

test('what each member lists, sees and may write is what Discord\'s rule says, for random roles and overwrites', async (t) => {
    const world = await build();
    const {owner, members, serverId} = world;
    const {channels} = await owner.ok('listChannels', {path: {serverId}});
    await throwOverwrites(owner, members, serverId, channels);
    const first = await compare(world);
    // Again with @everyone shut out, a role changed, one deleted, and members changed.
    const roles = await rolesOf(owner, serverId);
    const everyone = await everyoneOf(owner, serverId);
    await owner.ok('updateRole', {path: {serverId, roleId: everyone.id}, body: {permissions: String(BIT.SEND_MESSAGES)}});
    await owner.ok('updateRole', {path: {serverId, roleId: roles[1].id}, body: {permissions: String(BIT.VIEW_CHANNEL)}});
    await owner.ok('deleteRole', {path: {serverId, roleId: roles[0].id}});
    for (const member of members.slice(0, 4)) {
        member.roles = [roles[1].id, roles[2].id].filter(() => below(2));
        await give(owner, serverId, member, ...member.roles);
    }
    for (const member of members) member.roles = member.roles.filter((id) => id !== roles[0].id);
    await throwOverwrites(owner, members, serverId, channels.slice(0, 4));
    const second = await compare(world);
    for (const name of Object.keys(first)) assert.ok(first[name] > 0 && first[name] + second[name] > 20, `${name} ${first[name]} ${second[name]}`);
    t.diagnostic(`seed ${seed}: ${JSON.stringify([first, second])}`);
});
