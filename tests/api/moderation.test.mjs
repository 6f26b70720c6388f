// Moderators and what they may do to whom: hierarchy, rights, and changes of them that race.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {anyone} from '../support/client.mjs';
import {bits, give, hide, newRole, putRole} from '../support/roles.mjs';
import {company, letIn, newServer, person, say} from '../support/world.mjs';

const until = () => new Date(Date.now() + 3_600_000).toISOString();
const rights = ['KICK_MEMBERS', 'BAN_MEMBERS', 'MODERATE_MEMBERS', 'MANAGE_NICKNAMES', 'MANAGE_ROLES', 'MANAGE_MESSAGES'];

/** An owner; an administrator on top, a moderator, an equal with the same role, a member below. */
async function ranks() {
    const [owner, admin, moderator, equal, member] = await Promise.all(['owner', 'admin', 'moderator', 'equal', 'member'].map((name) => person(name)));
    const place = await newServer(owner);
    const {serverId} = place;
    await letIn(owner, serverId, admin, moderator, equal, member);
    const top = await newRole(owner, serverId, 'admin', bits('ADMINISTRATOR'));
    const middle = await newRole(owner, serverId, 'moderator', bits(...rights));
    const low = await newRole(owner, serverId, 'low', '0');
    await give(owner, serverId, admin, top.id);
    await give(owner, serverId, moderator, middle.id);
    await give(owner, serverId, equal, middle.id);
    return {owner, admin, moderator, equal, member, ...place, top, middle, low};
}

const acts = (userId) => [
    ['kickMember', {userId}], ['banUser', {userId}, {}], ['updateMember', {userId}, {nickname: 'x'}], ['updateMember', {userId}, {timeoutUntil: until()}],
    ['updateMember', {userId}, {timeoutUntil: null}], ['updateMember', {userId}, {roles: []}],
];

test('a moderator acts on nobody at or above their highest role, nor on the owner', async () => {
    const {owner, admin, moderator, equal, serverId} = await ranks();
    const before = (await owner.ok('listMembers', {path: {serverId}})).members;
    for (const target of [owner, admin, equal])
        for (const [operationId, path, body] of acts(target.id)) await moderator.refused(operationId, 403, {path: {serverId, ...path}, body});
    for (const [operationId, path, body] of acts(owner.id)) await admin.refused(operationId, 403, {path: {serverId, ...path}, body});
    for (const [operationId, path, body] of [['kickMember', {}], ['banUser', {}, {}], ['updateMember', {}, {timeoutUntil: until()}]])
        await moderator.refused(operationId, 403, {path: {serverId, userId: moderator.id, ...path}, body});
    assert.deepEqual((await owner.ok('listMembers', {path: {serverId}})).members, before);
});

test('a moderator does all of it to those below', async () => {
    const {moderator, member, serverId, low, path} = await ranks();
    const target = {path: {serverId, userId: member.id}};
    const {member: changed} = await moderator.ok('updateMember', {...target, body: {nickname: 'Nick', roles: [low.id], timeoutUntil: until()}});
    assert.deepEqual([changed.nickname, changed.roles], ['Nick', [low.id]]);
    await member.refused('createMessage', 403, {path, body: {content: 'x'}});
    await moderator.ok('updateMember', {...target, body: {timeoutUntil: null, roles: []}});
    await say(member, path, 'x');
    await moderator.ok('kickMember', target);
    await moderator.ok('banUser', {...target, body: {}});
    await moderator.ok('unbanUser', target);
});

test('an administrator cannot be timed out, not even by the owner', async () => {
    const {owner, admin, serverId} = await ranks();
    await owner.refused('updateMember', 403, {path: {serverId, userId: admin.id}, body: {timeoutUntil: until()}});
    await owner.ok('updateMember', {path: {serverId, userId: admin.id}, body: {timeoutUntil: null}});
});

test('roles: only below one\'s own highest, for oneself too, and all of a change or nothing', async () => {
    const {owner, moderator, member, serverId, top, middle, low} = await ranks();
    const target = {path: {serverId, userId: member.id}};
    for (const roles of [[middle.id], [top.id], [low.id, middle.id]]) {
        await moderator.refused('updateMember', 403, {...target, body: {nickname: 'kept?', roles}});
        await moderator.refused('updateMember', 403, {path: {serverId, userId: moderator.id}, body: {roles: [...new Set([middle.id, ...roles, top.id])]}});
    }
    await moderator.refused('updateMember', 403, {path: {serverId, userId: moderator.id}, body: {roles: []}});
    const {member: still} = await owner.ok('getMember', target);
    assert.deepEqual([still.nickname, still.roles], [null, []]);
    const {member: mine} = await moderator.ok('updateMember', {path: {serverId, userId: moderator.id}, body: {roles: [middle.id, low.id, low.id]}});
    assert.deepEqual(mine.roles, [middle.id, low.id].sort((a, b) => a - b));
    await moderator.ok('updateMember', {...target, body: {roles: [low.id]}});
    await moderator.ok('updateMember', {...target, body: {roles: []}});
    const {roles} = await owner.ok('listRoles', {path: {serverId}});
    const everyone = roles.find((role) => role.isEveryone);
    await owner.refused('updateMember', 400, {...target, body: {roles: [everyone.id]}});
});

test('a right alone does not reach farther: nickname, timeout and roles each need their own', async () => {
    const [owner, helper, member] = await Promise.all([person(), person(), person()]);
    const {serverId} = await newServer(owner);
    await letIn(owner, serverId, helper, member);
    const cases = [['MANAGE_NICKNAMES', {nickname: 'x'}], ['MODERATE_MEMBERS', {timeoutUntil: until()}], ['MANAGE_ROLES', {roles: []}]];
    for (const [right] of cases) {
        const role = await newRole(owner, serverId, right, bits(right));
        await give(owner, serverId, helper, role.id);
        for (const [other, body] of cases) {
            const {status} = await helper.call('updateMember', {path: {serverId, userId: member.id}, body});
            assert.equal(status, other === right ? 200 : 403, `${right}: ${JSON.stringify(body)}`);
        }
        await owner.ok('updateMember', {path: {serverId, userId: member.id}, body: {nickname: null, timeoutUntil: null}});
    }
});

test('without CHANGE_NICKNAME a member keeps the nickname they have', async () => {
    const {owner, member, serverId} = await company();
    const {roles} = await owner.ok('listRoles', {path: {serverId}});
    await owner.ok('updateRole', {path: {serverId, roleId: roles.find((role) => role.isEveryone).id}, body: {permissions: bits('VIEW_CHANNEL')}});
    await member.refused('updateMember', 403, {path: {serverId, userId: member.id}, body: {nickname: 'x'}});
});

test('a moderator who is demoted at that moment acts before or is refused, never after', async () => {
    const {owner, moderator, serverId, middle} = await ranks();
    for (let round = 0; round < 3; round += 1) {
        const victim = await person('victim');
        await letIn(owner, serverId, victim);
        await give(owner, serverId, moderator, middle.id);
        const [, ban] = await Promise.all([
            give(owner, serverId, moderator),
            moderator.call('banUser', {path: {serverId, userId: victim.id}, body: {}}),
            moderator.call('updateMember', {path: {serverId, userId: moderator.id}, body: {roles: [middle.id]}}),
        ]);
        const {member: demoted} = await owner.ok('getMember', {path: {serverId, userId: moderator.id}});
        assert.deepEqual(demoted.roles, [], 'nobody gives themselves back what was taken');
        const {status} = await owner.call('getBan', {path: {serverId, userId: victim.id}});
        assert.equal(status, ban.status === 204 ? 200 : 404);
        await moderator.refused('kickMember', 403, {path: {serverId, userId: victim.id}});
    }
});

test('two who stand alike and act on each other at once: neither prevails', async () => {
    const {owner, moderator, equal, serverId} = await ranks();
    const answers = await Promise.all([
        moderator.call('banUser', {path: {serverId, userId: equal.id}, body: {}}), equal.call('banUser', {path: {serverId, userId: moderator.id}, body: {}}),
        moderator.call('updateMember', {path: {serverId, userId: equal.id}, body: {roles: []}}), equal.call('updateMember', {path: {serverId, userId: moderator.id}, body: {roles: []}}),
    ]);
    assert.deepEqual(answers.map(({status}) => status), [403, 403, 403, 403]);
    assert.equal((await owner.ok('listMembers', {path: {serverId}})).members.length, 5);
});

test('who stands below one and is promoted at that moment is acted on before or not at all', async () => {
    const {owner, moderator, serverId, top} = await ranks();
    for (let round = 0; round < 3; round += 1) {
        const rising = await person('rising');
        await letIn(owner, serverId, rising);
        const [, timeout] = await Promise.all([
            give(owner, serverId, rising, top.id),
            moderator.call('updateMember', {path: {serverId, userId: rising.id}, body: {timeoutUntil: until()}}),
        ]);
        const {member} = await owner.ok('getMember', {path: {serverId, userId: rising.id}});
        assert.deepEqual([member.roles, member.timeoutUntil !== null], [[top.id], timeout.status === 200]);
    }
});

test('webhooks of a channel one may not see are not listed, created or deleted', async () => {
    const {owner, member, serverId, path, channelId} = await company();
    const role = await newRole(owner, serverId, 'hooks', bits('MANAGE_WEBHOOKS'));
    await give(owner, serverId, member, role.id);
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'secret', type: 'text'}});
    const {webhook} = await owner.ok('createWebhook', {path: {serverId}, body: {channelId: channel.id, name: 'secret'}});
    assert.equal((await member.ok('listWebhooks', {path: {serverId}})).webhooks.length, 1);
    await hide(owner, {...path, channelId: channel.id});
    assert.deepEqual((await member.ok('listWebhooks', {path: {serverId}})).webhooks, []);
    await member.refused('createWebhook', 404, {path: {serverId}, body: {channelId: channel.id, name: 'x'}});
    await member.refused('deleteWebhook', 404, {path: {serverId, webhookId: webhook.id}});
    const {webhook: own} = await member.ok('createWebhook', {path: {serverId}, body: {channelId, name: 'own'}});
    await owner.ok(...putRole(path, role.id, '0', bits('MANAGE_WEBHOOKS')));
    await member.refused('createWebhook', 403, {path: {serverId}, body: {channelId, name: 'x'}});
    await member.refused('deleteWebhook', 403, {path: {serverId, webhookId: own.id}});
    assert.deepEqual((await owner.ok('listWebhooks', {path: {serverId}})).webhooks.map(({name}) => name), ['secret', 'own']);
});

test('a webhook goes with its channel', async () => {
    const {owner, serverId} = await company();
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'short', type: 'text'}});
    const {webhook} = await owner.ok('createWebhook', {path: {serverId}, body: {channelId: channel.id, name: 'short'}});
    await owner.ok('deleteChannel', {path: {serverId, channelId: channel.id}});
    const path = {webhookId: webhook.id, webhookToken: webhook.token};
    await anyone.refused('executeWebhook', 404, {path, body: {content: 'x'}});
    await anyone.refused('getWebhook', 404, {path});
    assert.deepEqual((await owner.ok('listWebhooks', {path: {serverId}})).webhooks, []);
    await owner.refused('deleteWebhook', 404, {path: {serverId, webhookId: webhook.id}});
});
