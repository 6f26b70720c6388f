// Bans: who may not come in, what goes with a ban, and what races it.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {company, invite, letIn, newServer, person, say} from '../support/world.mjs';

const listed = async (client, serverId) => (await client.ok('listBans', {path: {serverId}})).bans;

test('a ban removes the member and keeps them out by every invite, until it is lifted', async () => {
    const {owner, member, serverId, path} = await company();
    const {code} = await invite(owner, serverId);
    const ban = {path: {serverId, userId: member.id}};
    assert.equal((await owner.call('banUser', {...ban, body: {reason: ' spam '}})).status, 204);
    for (const [operationId, more] of [['getServer'], ['listChannels'], ['listMembers'], ['listMessages'], ['createMessage', {body: {content: 'x'}}]])
        await member.refused(operationId, 404, {path, ...more});
    assert.deepEqual((await member.ok('listServers')).servers, []);
    await member.refused('joinServer', 403, {path: {inviteCode: code}}, 'banned');
    await member.refused('joinServer', 403, {path: {inviteCode: (await invite(owner, serverId, {maxUses: 1, expiresInHours: 1})).code}}, 'banned');
    await member.refused('joinServer', 404, {path: {inviteCode: 'nosuchcode'}}, 'invite_not_found');
    const {server} = await owner.ok('getServer', {path: {serverId}});
    assert.equal(server.memberCount, 1);
    await owner.ok('unbanUser', ban);
    await owner.refused('unbanUser', 404, ban);
    await owner.refused('getBan', 404, ban);
    assert.equal((await member.call('joinServer', {path: {inviteCode: code}})).status, 200);
    assert.equal((await owner.ok('getServer', {path: {serverId}})).server.memberCount, 2);
});

test('a ban says whom, by whom, when and why; banning again changes the reason and nothing else', async () => {
    const {owner, member, serverId} = await company();
    const ban = {path: {serverId, userId: member.id}};
    await owner.ok('banUser', {...ban, body: {reason: 'first'}});
    const before = (await owner.ok('getBan', ban)).ban;
    assert.deepEqual([before.user.id, before.user.username, before.bannedBy.id, before.reason], [member.id, member.user.username, owner.id, 'first']);
    assert.equal((await owner.call('banUser', {...ban, body: {}})).status, 204);
    assert.deepEqual((await owner.ok('getBan', ban)).ban, before);
    assert.equal((await owner.call('banUser', {...ban, body: {reason: 'second'}})).status, 204);
    assert.deepEqual((await owner.ok('getBan', ban)).ban, {...before, reason: 'second'});
    assert.equal((await listed(owner, serverId)).length, 1);
});

test('the reason may come in X-Audit-Log-Reason, as senders for Discord put it', async () => {
    const {owner, member, serverId} = await company();
    await owner.ok('banUser', {path: {serverId, userId: member.id}, body: {}, headers: {'x-audit-log-reason': encodeURIComponent('déjà vu')}});
    assert.equal((await listed(owner, serverId))[0].reason, 'déjà vu');
});

test('who was never a member can be banned, and then cannot join; an unknown account cannot be banned', async () => {
    const {owner, outsider, serverId} = await company();
    await owner.ok('banUser', {path: {serverId, userId: outsider.id}, body: {}});
    const {code} = await invite(owner, serverId);
    await outsider.refused('joinServer', 403, {path: {inviteCode: code}}, 'banned');
    await owner.refused('banUser', 404, {path: {serverId, userId: 9007199254740991}, body: {}});
    assert.deepEqual((await listed(owner, serverId)).map((ban) => [ban.user.id, ban.reason]), [[outsider.id, null]]);
});

test('nobody bans without the right, nor the owner, nor themselves; an outsider sees no bans', async () => {
    const {owner, member, outsider, serverId} = await company();
    const third = await person();
    await letIn(owner, serverId, third);
    for (const userId of [third.id, owner.id, member.id, outsider.id]) await member.refused('banUser', 403, {path: {serverId, userId}, body: {}});
    await owner.refused('banUser', 403, {path: {serverId, userId: owner.id}, body: {}});
    await owner.ok('banUser', {path: {serverId, userId: third.id}, body: {}});
    for (const [operationId, more] of [['listBans'], ['getBan'], ['unbanUser'], ['banUser', {body: {}}]]) {
        await member.refused(operationId, 403, {path: {serverId, userId: third.id}, ...more});
        await outsider.refused(operationId, 404, {path: {serverId, userId: third.id}, ...more});
        await third.refused(operationId, 404, {path: {serverId, userId: third.id}, ...more});
    }
    assert.equal((await owner.ok('listMembers', {path: {serverId}})).members.length, 2);
    assert.equal((await listed(owner, serverId)).length, 1);
});

test('what a ban is asked for is checked by name', async () => {
    const {owner, member, serverId} = await company();
    for (const [body, field] of [
        [{reason: 1}, 'reason'], [{reason: 'x'.repeat(513)}, 'reason'], [{deleteMessageHours: 169}, 'deleteMessageHours'],
        [{deleteMessageHours: -1}, 'deleteMessageHours'], [{deleteMessageHours: '1'}, 'deleteMessageHours'], [{deleteMessageHours: 1.5}, 'deleteMessageHours'],
    ]) {
        const error = await owner.refused('banUser', 400, {path: {serverId, userId: member.id}, body}, 'invalid_input');
        assert.deepEqual(Object.keys(error.fields), [field]);
    }
    await owner.refused('listBans', 400, {path: {serverId}, query: {limit: 0}});
    assert.deepEqual(await listed(owner, serverId), []);
});

test('the bans come a page at a time, none twice and none left out', async () => {
    const {owner, serverId} = await company();
    const people = await Promise.all(Array.from({length: 5}, () => person('ban')));
    await Promise.all(people.map((one) => owner.ok('banUser', {path: {serverId, userId: one.id}, body: {}})));
    const ids = people.map((one) => one.id).sort((a, b) => a - b);
    const seen = [];
    for (let after = 0; ; after = seen.at(-1)) {
        const {bans} = await owner.ok('listBans', {path: {serverId}, query: {limit: 2, after}});
        if (!bans.length) break;
        seen.push(...bans.map((ban) => ban.user.id));
    }
    assert.deepEqual(seen, ids);
});

test('deleting what the banned wrote leaves every count right', async () => {
    const {owner, member, serverId, channelId, path} = await company();
    const [reader, late] = await Promise.all([person('reader'), person('late')]);
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'second', type: 'text'}});
    const other = {serverId, channelId: channel.id};
    await letIn(owner, serverId, reader, late);
    await say(owner, path, 'stays 1');
    const bad = [];
    for (let i = 0; i < 3; i += 1) bad.push(await say(member, path, `bad ${i} <@${late.id}>`));
    const stays = await say(owner, path, `stays 2 <@${late.id}>`);
    await reader.ok('readChannel', {path, body: {messageId: bad[1].id}});
    bad.push(await say(member, path, `bad 3 <@${reader.id}> <@${late.id}> <@${late.id}>`));
    await say(member, other, 'bad elsewhere');
    const counts = async (client) => Object.fromEntries((await client.ok('listChannels', {path: {serverId}})).channels.map((one) => [one.id, [one.unreadCount, one.mentionCount]]));
    assert.deepEqual((await counts(reader))[channelId], [3, 1]);
    assert.deepEqual((await counts(late))[channelId], [6, 5]);
    await owner.ok('banUser', {path: {serverId, userId: member.id}, body: {deleteMessageHours: 1}});
    assert.deepEqual((await owner.ok('listMessages', {path})).messages.map((message) => message.content.slice(0, 7)), ['stays 1', 'stays 2']);
    assert.deepEqual((await owner.ok('listMessages', {path: other})).messages, []);
    assert.deepEqual((await counts(reader))[channelId], [1, 0]);
    assert.deepEqual((await counts(late))[channelId], [2, 1]);
    assert.deepEqual((await counts(late))[channel.id], [0, 0]);
    await late.ok('readChannel', {path, body: {messageId: stays.id}});
    assert.deepEqual((await counts(late))[channelId], [0, 0]);
    const next = await say(owner, path, 'next');
    assert.deepEqual([(await counts(late))[channelId], (await counts(reader))[channelId]], [[1, 0], [2, 0]]);
    await reader.ok('readChannel', {path, body: {messageId: next.id}});
    assert.deepEqual((await counts(reader))[channelId], [0, 0]);
});

test('a ban without deleteMessageHours leaves the messages, with their author', async () => {
    const {owner, member, serverId, path} = await company();
    await say(member, path, 'still here');
    await owner.ok('banUser', {path: {serverId, userId: member.id}, body: {}});
    const {messages} = await owner.ok('listMessages', {path});
    assert.deepEqual(messages.map((message) => [message.content, message.author.id]), [['still here', member.id]]);
});

test('who joins by an invite while being banned is no member after both', async () => {
    const {owner, serverId} = await company();
    const {code} = await invite(owner, serverId);
    const people = await Promise.all(Array.from({length: 8}, () => person('race')));
    await Promise.all(people.flatMap((client) => [
        client.call('joinServer', {path: {inviteCode: code}}),
        owner.ok('banUser', {path: {serverId, userId: client.id}, body: {}}),
        client.call('joinServer', {path: {inviteCode: code}}),
    ]));
    const {members} = await owner.ok('listMembers', {path: {serverId}});
    assert.equal(members.length, 2);
    assert.equal((await owner.ok('getServer', {path: {serverId}})).server.memberCount, 2);
    for (const client of people) {
        await client.refused('getServer', 404, {path: {serverId}});
        assert.deepEqual((await client.ok('listServers')).servers, []);
    }
});

test('kick, ban, leave and join at once leave registry and server in agreement', async () => {
    const owner = await person();
    const {serverId} = await newServer(owner);
    const {code} = await invite(owner, serverId);
    const people = await Promise.all(Array.from({length: 6}, () => person('churn')));
    await letIn(owner, serverId, ...people);
    const path = (client) => ({serverId, userId: client.id});
    await Promise.all(people.flatMap((client) => [
        owner.call('kickMember', {path: path(client)}),
        client.call('leaveServer', {path: {serverId}}),
        owner.call('banUser', {path: path(client), body: {}}),
        client.call('joinServer', {path: {inviteCode: code}}),
        owner.call('unbanUser', {path: path(client)}),
        client.call('joinServer', {path: {inviteCode: code}}),
    ]));
    const {members} = await owner.ok('listMembers', {path: {serverId}});
    assert.equal((await owner.ok('getServer', {path: {serverId}})).server.memberCount, members.length);
    const banned = new Set((await listed(owner, serverId)).map((ban) => ban.user.id));
    for (const client of people) {
        const inside = members.some((one) => one.user.id === client.id);
        assert.equal(inside && banned.has(client.id), false);
        assert.equal((await client.call('listChannels', {path: {serverId}})).status, inside ? 200 : 404);
        assert.equal((await client.ok('listServers')).servers.length, inside ? 1 : 0);
    }
});
