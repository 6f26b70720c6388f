// Servers: create, list, see, change.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {company, letIn, newServer, person, say} from '../support/world.mjs';

test('the seed README creates and lists a server as written', async () => {
    const client = await person();
    const created = await client.call('createServer', {body: {name: 'My Server', description: 'A cool server', isPublic: true}});
    assert.equal(created.status, 201);
    const {server} = created.body;
    assert.equal(server.name, 'My Server');
    assert.equal(server.description, 'A cool server');
    assert.equal(server.isPublic, true);
    assert.equal(server.ownerId, client.id);
    assert.equal(server.memberCount, 1);
    const {servers} = await client.ok('listServers');
    assert.equal(servers.length, 1);
    const {unreadCount, mentionCount, ...listed} = servers[0];
    assert.deepEqual([unreadCount, mentionCount], [0, 0]);
    assert.deepEqual(listed, server);
    assert.deepEqual((await client.ok('getServer', {path: {serverId: server.id}})).server, server);
});

test('a new server is private and has no description unless told', async () => {
    const {server} = await newServer(await person());
    assert.equal(server.isPublic, false);
    assert.equal(server.description, null);
    assert.equal(server.iconUrl, null);
});

test('a new server begins with a category and a general text channel in it', async () => {
    const client = await person();
    const {serverId} = await newServer(client);
    const {channels} = await client.ok('listChannels', {path: {serverId}});
    assert.deepEqual(channels.map((channel) => channel.type).sort(), ['category', 'text']);
    const general = channels.find((channel) => channel.type === 'text');
    assert.equal(general.name, 'general');
    assert.equal(general.parentId, channels.find((channel) => channel.type === 'category').id);
});

test('a name keeps its characters and loses the space around it', async () => {
    const client = await person();
    const {server} = await client.ok('createServer', {body: {name: '  Café ☕ <b>"x"</b> \\ 東京  '}});
    assert.equal(server.name, 'Café ☕ <b>"x"</b> \\ 東京');
    for (const name of ['', '   ', 'x'.repeat(101)]) {
        const error = await client.refused('createServer', 400, {body: {name}}, 'invalid_input');
        assert.deepEqual(Object.keys(error.fields), ['name']);
    }
    await client.ok('createServer', {body: {name: '東'.repeat(100)}});
});

test('eight servers created at once are eight servers, each with its own channels', async () => {
    const client = await person();
    const made = await Promise.all(Array.from({length: 8}, (_, i) => newServer(client, `Server ${i}`)));
    assert.equal(new Set(made.map((place) => place.serverId)).size, 8);
    await Promise.all(made.map((place, i) => say(client, place.path, `only in ${i}`)));
    for (const [i, place] of made.entries()) {
        const {messages} = await client.ok('listMessages', {path: place.path});
        assert.deepEqual(messages.map((message) => message.content), [`only in ${i}`]);
    }
    assert.equal((await client.ok('listServers')).servers.length, 8);
});

test('the owner changes a server, field by field', async () => {
    const {owner, serverId, server} = await company();
    const renamed = (await owner.ok('updateServer', {path: {serverId}, body: {name: 'Renamed'}})).server;
    assert.deepEqual({...renamed, name: server.name, memberCount: server.memberCount}, server);
    const described = (await owner.ok('updateServer', {path: {serverId}, body: {description: 'About', isPublic: true}})).server;
    assert.deepEqual([described.name, described.description, described.isPublic], ['Renamed', 'About', true]);
    assert.equal((await owner.ok('updateServer', {path: {serverId}, body: {description: null}})).server.description, null);
});

test('a member without the right may not change it', async () => {
    const {member, serverId} = await company();
    await member.refused('updateServer', 403, {path: {serverId}, body: {name: 'Mine'}}, 'forbidden');
});

test('who is not a member finds nothing of a server', async () => {
    const {outsider, serverId, channelId, owner, path} = await company();
    const message = await say(owner, path, 'secret');
    const at = {path: {serverId, channelId, messageId: message.id, userId: owner.id}};
    for (const [operationId, more] of [
        ['getServer'], ['updateServer', {body: {name: 'x'}}], ['leaveServer'], ['createInvite', {body: {}}], ['listMembers'], ['kickMember'],
        ['listChannels'], ['createChannel', {body: {name: 'x', type: 'text'}}], ['getChannel'], ['listMessages'],
        ['createMessage', {body: {content: 'x'}}], ['getMessage'], ['updateMessage', {body: {content: 'x'}}], ['deleteMessage'],
        ['typeInChannel'], ['readChannel', {body: {messageId: message.id}}],
    ]) await outsider.refused(operationId, 404, {...at, ...more});
    assert.deepEqual((await outsider.ok('listServers')).servers, []);
});

test('the list counts what is unread, in each server and over its channels', async () => {
    const {owner, member, serverId, path} = await company();
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'second', type: 'text'}});
    for (let i = 0; i < 3; i += 1) await say(owner, path, `general ${i}`);
    const last = await say(owner, {serverId, channelId: channel.id}, 'second');
    const unread = async (client) => (await client.ok('listServers')).servers.find((server) => server.id === serverId).unreadCount;
    assert.equal(await unread(member), 4);
    assert.equal(await unread(owner), 0);
    await member.ok('readChannel', {path: {serverId, channelId: channel.id}, body: {messageId: last.id}});
    assert.equal(await unread(member), 3);
});

test('member counts are right after joins, leaves and kicks', async () => {
    const {owner, member, outsider, serverId} = await company();
    const count = async () => (await owner.ok('getServer', {path: {serverId}})).server.memberCount;
    assert.equal(await count(), 2);
    await letIn(owner, serverId, outsider, outsider);
    assert.equal(await count(), 3);
    await outsider.ok('leaveServer', {path: {serverId}});
    assert.equal(await count(), 2);
    await owner.ok('kickMember', {path: {serverId, userId: member.id}});
    assert.equal(await count(), 1);
});

test('permissions say what the caller may: the owner everything, a member not the managing bits', async () => {
    const {owner, member, serverId} = await company();
    const bits = async (client) => BigInt((await client.ok('getServer', {path: {serverId}})).server.permissions);
    const [kick, manageServer, manageChannels, send, view] = [1n << 1n, 1n << 5n, 1n << 4n, 1n << 11n, 1n << 10n];
    for (const bit of [kick, manageServer, manageChannels, send, view]) assert.ok((await bits(owner)) & bit, `owner ${bit}`);
    for (const bit of [send, view]) assert.ok((await bits(member)) & bit, `member ${bit}`);
    for (const bit of [kick, manageServer, manageChannels]) assert.equal((await bits(member)) & bit, 0n, `member ${bit}`);
});
