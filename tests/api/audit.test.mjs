// The audit log: who did what to whom, when and why.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {bits, newRole, putRole} from '../support/roles.mjs';
import {company, invite, letIn, person, say} from '../support/world.mjs';

const log = async (client, serverId, query = {}) => (await client.ok('listAuditLog', {path: {serverId}, query})).entries;
const last = async (client, serverId, query) => (await log(client, serverId, query)).at(-1);
const because = (reason) => ({'x-audit-log-reason': encodeURIComponent(reason)});

test('a kick is in the log, with its reason, and a repeat of it is not', async () => {
    const {owner, member, serverId} = await company();
    await owner.ok('kickMember', {path: {serverId, userId: member.id}, headers: because('zu laut 🔊')});
    await owner.refused('kickMember', 404, {path: {serverId, userId: member.id}});
    const kicks = await log(owner, serverId, {action: 'member_kick'});
    assert.equal(kicks.length, 1);
    const {id, createdAt, ...entry} = kicks[0];
    assert.ok(id > 0 && Date.parse(createdAt) <= Date.now() + 1000);
    assert.deepEqual(entry, {
        action: 'member_kick', targetType: 'user', targetId: member.id, changes: [], reason: 'zu laut 🔊',
        actor: {id: owner.id, username: owner.user.username, displayName: owner.user.displayName, avatarUrl: null},
        target: {name: member.user.displayName, user: {id: member.id, username: member.user.username, displayName: member.user.displayName, avatarUrl: null}},
    });
});

test('leaving is not in the log: nobody moderated', async () => {
    const {owner, member, serverId} = await company();
    const before = await log(owner, serverId);
    await member.ok('leaveServer', {path: {serverId}});
    assert.deepEqual(await log(owner, serverId), before);
});

test('bans and their end are in the log, each once, with what changed', async () => {
    const {owner, member, serverId} = await company();
    const target = {path: {serverId, userId: member.id}};
    await owner.ok('banUser', {...target, body: {reason: 'first'}});
    assert.deepEqual((({action, targetId, changes, reason}) => [action, targetId, changes, reason])(await last(owner, serverId)),
        ['ban_create', member.id, [{key: 'reason', before: null, after: 'first'}], 'first']);
    await owner.ok('banUser', {...target, body: {}});
    assert.equal((await log(owner, serverId, {action: 'ban_create'})).length, 1, 'nothing changed');
    await owner.ok('banUser', {...target, body: {reason: 'second'}});
    assert.deepEqual((await last(owner, serverId)).changes, [{key: 'reason', before: 'first', after: 'second'}]);
    await owner.ok('unbanUser', {...target, headers: because('sorry')});
    assert.deepEqual((({action, changes, reason}) => [action, changes, reason])(await last(owner, serverId)),
        ['ban_delete', [{key: 'reason', before: 'second', after: null}], 'sorry']);
    await owner.refused('unbanUser', 404, target);
    assert.equal((await log(owner, serverId, {action: 'ban_delete'})).length, 1);
});

test('a change of a member is in the log with before and after; one that changes nothing is not', async () => {
    const {owner, member, serverId} = await company();
    const target = {path: {serverId, userId: member.id}};
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await owner.ok('updateMember', {...target, body: {nickname: 'Nick', timeoutUntil: until}});
    const entry = await last(owner, serverId);
    assert.deepEqual([entry.action, entry.actor.id, entry.targetId], ['member_update', owner.id, member.id]);
    assert.deepEqual(entry.changes, [{key: 'nickname', before: null, after: 'Nick'}, {key: 'timeoutUntil', before: null, after: until}]);
    await owner.ok('updateMember', {...target, body: {nickname: 'Nick'}});
    await owner.ok('updateMember', {...target, body: {}});
    assert.equal((await last(owner, serverId)).id, entry.id);
});

test('the log pages in the order of time, and filters by who and by what', async () => {
    const {owner, member, serverId} = await company();
    for (let i = 0; i < 5; i += 1) await member.ok('updateMember', {path: {serverId, userId: member.id}, body: {nickname: `n${i}`}});
    const people = await Promise.all([person(), person()]);
    for (const one of people) await owner.ok('banUser', {path: {serverId, userId: one.id}, body: {}});
    const all = await log(owner, serverId);
    assert.deepEqual(all.map(({id}) => id), all.map(({id}) => id).sort((a, b) => a - b));
    assert.deepEqual(await log(owner, serverId, {limit: 2}), all.slice(-2));
    assert.deepEqual(await log(owner, serverId, {limit: 2, before: all.at(-2).id}), all.slice(-4, -2));
    assert.deepEqual(await log(owner, serverId, {limit: 2, after: 0}), all.slice(0, 2));
    assert.deepEqual(await log(owner, serverId, {limit: 3, around: all[3].id}), all.slice(2, 5));
    assert.deepEqual((await log(owner, serverId, {userId: member.id})).map((entry) => entry.action), Array(5).fill('member_update'));
    assert.deepEqual((await log(owner, serverId, {action: 'ban_create'})).map((entry) => entry.targetId), people.map(({id}) => id));
    assert.deepEqual(await log(owner, serverId, {action: 'ban_create', userId: member.id}), []);
    for (const query of [{action: 'nothing_such'}, {userId: 0}, {userId: 'x'}, {limit: 101}, {before: 1, after: 1}]) await owner.refused('listAuditLog', 400, {path: {serverId}, query});
});

test('the log is for those with the right to it', async () => {
    const {member, outsider, serverId} = await company();
    await member.refused('listAuditLog', 403, {path: {serverId}});
    await outsider.refused('listAuditLog', 404, {path: {serverId}});
});

test('a change that is refused is not in the log', async () => {
    const {owner, member, serverId, path} = await company();
    const message = await say(owner, path, 'x');
    const before = await log(owner, serverId);
    await member.refused('kickMember', 403, {path: {serverId, userId: owner.id}});
    await member.refused('banUser', 403, {path: {serverId, userId: owner.id}, body: {}});
    await member.refused('updateMember', 403, {path: {serverId, userId: owner.id}, body: {nickname: 'x'}});
    await member.refused('deleteMessage', 403, {path: {...path, messageId: message.id}});
    await owner.refused('banUser', 404, {path: {serverId, userId: 9007199254740991}, body: {}});
    assert.deepEqual(await log(owner, serverId), before);
});

test('everything a moderator does is in the log, with what was before and after', async () => {
    const {owner, member, serverId, channelId, path} = await company();
    const [second, third] = [await person(), await person()];
    await letIn(owner, serverId, second, third);
    const done = [];
    /** Do it, and look at the entry it leaves: its action, its target, and which members changed. */
    const leaves = async (action, targetId, keys, work) => {
        const result = await work();
        const entry = await last(owner, serverId);
        assert.equal(entry.action, action);
        if (targetId !== undefined) assert.equal(entry.targetId, typeof targetId === 'function' ? targetId(result) : targetId, action);
        const known = entry.changes.map(({key}) => key);
        for (const key of keys) assert.ok(known.includes(key), `${action}: ${key} among ${known}`);
        for (const {key, before, after} of entry.changes) assert.notDeepEqual(before, after, `${action}: ${key}`);
        done.push(action);
        return result;
    };
    const server = {path: {serverId}};
    await leaves('server_update', serverId, ['name'], () => owner.ok('updateServer', {...server, body: {name: 'Renamed'}}));
    const {channel} = await leaves('channel_create', (it) => it.channel.id, ['name', 'type'], () => owner.ok('createChannel', {...server, body: {name: 'made', type: 'text'}}));
    const made = {serverId, channelId: channel.id};
    await leaves('channel_update', channel.id, ['topic'], () => owner.ok('updateChannel', {path: made, body: {topic: 'T'}}));
    const role = await leaves('role_create', (it) => it.id, ['name', 'permissions'], () => newRole(owner, serverId, 'R', bits('KICK_MEMBERS')));
    await leaves('role_update', role.id, ['name'], () => owner.ok('updateRole', {path: {serverId, roleId: role.id}, body: {name: 'S'}}));
    await leaves('overwrite_update', channel.id, [], () => owner.ok(...putRole(made, role.id, '0', bits('VIEW_CHANNEL'))));
    await leaves('overwrite_delete', channel.id, [], () => owner.ok('deleteRoleOverwrite', {path: {...made, roleId: role.id}}));
    await leaves('member_update', member.id, ['roles'], () => owner.ok('updateMember', {path: {serverId, userId: member.id}, body: {roles: [role.id]}}));
    await leaves('role_delete', role.id, ['name'], () => owner.ok('deleteRole', {path: {serverId, roleId: role.id}}));
    const {code} = await leaves('invite_create', undefined, ['code'], () => invite(owner, serverId));
    await leaves('invite_delete', undefined, ['code'], () => owner.ok('deleteInvite', {path: {serverId, inviteCode: code}}));
    const {webhook} = await leaves('webhook_create', (it) => it.webhook.id, ['name'], () => owner.ok('createWebhook', {...server, body: {channelId, name: 'W'}}));
    await leaves('webhook_delete', webhook.id, ['name'], () => owner.ok('deleteWebhook', {path: {serverId, webhookId: webhook.id}}));
    const messages = [];
    for (let i = 0; i < 3; i += 1) messages.push(await say(member, path, `m${i}`));
    await leaves('message_delete', messages[0].id, [], () => owner.ok('deleteMessage', {path: {...path, messageId: messages[0].id}}));
    await leaves('messages_bulk_delete', channelId, [], () => owner.ok('deleteMessages', {path, body: {ids: messages.slice(1).map(({id}) => id)}}));
    await leaves('channel_delete', channel.id, ['name'], () => owner.ok('deleteChannel', {path: made}));
    await leaves('member_kick', second.id, [], () => owner.ok('kickMember', {path: {serverId, userId: second.id}}));
    await leaves('ban_create', second.id, ['reason'], () => owner.ok('banUser', {path: {serverId, userId: second.id}, body: {reason: 'r'}}));
    await leaves('ban_delete', second.id, ['reason'], () => owner.ok('unbanUser', {path: {serverId, userId: second.id}}));
    assert.equal(new Set(done).size, 19);
});
