// Members: the list, leaving, kicking.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {company, invite, letIn, newServer, person, say} from '../support/world.mjs';

test('the members are those who joined, with their users', async () => {
    const {owner, member, serverId} = await company();
    const {members} = await member.ok('listMembers', {path: {serverId}});
    assert.deepEqual(members.map((one) => one.user.id).sort((a, b) => a - b), [owner.id, member.id].sort((a, b) => a - b));
    const one = members.find((each) => each.user.id === member.id);
    assert.equal(one.nickname, null);
    assert.equal(one.user.username, member.user.username);
});

test('the members come a page at a time, none twice and none left out', async () => {
    const owner = await person();
    const {serverId} = await newServer(owner);
    const people = await Promise.all(Array.from({length: 6}, () => person('page')));
    await letIn(owner, serverId, ...people);
    const everyone = [owner, ...people].map((client) => client.id).sort((a, b) => a - b);
    const seen = [];
    for (let after = 0; ; after = seen.at(-1)) {
        const {members} = await owner.ok('listMembers', {path: {serverId}, query: {limit: 3, ...(after ? {after} : {})}});
        assert.ok(members.length <= 3);
        if (!members.length) break;
        seen.push(...members.map((member) => member.user.id));
    }
    assert.deepEqual(seen, everyone);
    const before = (await owner.ok('listMembers', {path: {serverId}, query: {limit: 2, before: everyone[4]}})).members;
    assert.deepEqual(before.map((member) => member.user.id), everyone.slice(2, 4));
});

test('who leaves is gone at once and sees nothing any more', async () => {
    const {owner, member, serverId, channelId} = await company();
    const {status} = await member.call('leaveServer', {path: {serverId}});
    assert.equal(status, 204);
    await member.refused('getServer', 404, {path: {serverId}});
    await member.refused('listMessages', 404, {path: {serverId, channelId}});
    await member.refused('leaveServer', 404, {path: {serverId}});
    assert.deepEqual((await owner.ok('listMembers', {path: {serverId}})).members.map((one) => one.user.id), [owner.id]);
});

test('the owner cannot leave without a successor', async () => {
    const {owner, serverId} = await company();
    await owner.refused('leaveServer', 409, {path: {serverId}}, 'owner_must_transfer');
});

test('a kicked member sees nothing any more, and may come back by a new invite', async () => {
    const {owner, member, serverId, channelId, path} = await company();
    const message = await say(owner, path, 'before');
    const {status} = await owner.call('kickMember', {path: {serverId, userId: member.id}});
    assert.equal(status, 204);
    for (const [operationId, more] of [['getServer'], ['listChannels'], ['listMembers'], ['listMessages'], ['getMessage'], ['createMessage', {body: {content: 'x'}}], ['typeInChannel']])
        await member.refused(operationId, 404, {path: {serverId, channelId, messageId: message.id}, ...more});
    await owner.refused('kickMember', 404, {path: {serverId, userId: member.id}});
    await letIn(owner, serverId, member);
    assert.equal((await member.ok('listMessages', {path})).messages.length, 1);
});

test('nobody kicks without the right, nor the owner, nor a stranger', async () => {
    const {owner, member, outsider, serverId} = await company();
    const third = await person();
    await letIn(owner, serverId, third);
    await member.refused('kickMember', 403, {path: {serverId, userId: third.id}});
    await member.refused('kickMember', 403, {path: {serverId, userId: owner.id}});
    await owner.refused('kickMember', 403, {path: {serverId, userId: owner.id}});
    await owner.refused('kickMember', 404, {path: {serverId, userId: outsider.id}});
    await owner.refused('kickMember', 404, {path: {serverId, userId: 9007199254740991}});
    assert.equal((await owner.ok('listMembers', {path: {serverId}})).members.length, 3);
});

test('leaving, kicking and joining at once leave a whole membership or none', async () => {
    const {owner, serverId} = await company();
    const {code} = await invite(owner, serverId);
    const people = await Promise.all(Array.from({length: 5}, () => person('churn')));
    await letIn(owner, serverId, ...people);
    await Promise.all(people.flatMap((client) => [
        client.call('leaveServer', {path: {serverId}}),
        owner.call('kickMember', {path: {serverId, userId: client.id}}),
        client.call('joinServer', {path: {inviteCode: code}}),
    ]));
    const {members} = await owner.ok('listMembers', {path: {serverId}});
    const {memberCount} = (await owner.ok('getServer', {path: {serverId}})).server;
    assert.equal(memberCount, members.length);
    for (const client of people) {
        const inside = members.some((one) => one.user.id === client.id);
        const {status} = await client.call('listChannels', {path: {serverId}});
        assert.equal(status, inside ? 200 : 404);
        assert.equal((await client.ok('listServers')).servers.length, inside ? 1 : 0);
    }
});
