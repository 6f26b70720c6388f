// Servers: create, list, see, change.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {anyone} from '../support/client.mjs';
import {company, invite, letIn, newServer, person, say, unique} from '../support/world.mjs';

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

// --- the end -----------------------------------------------------------------------------------

test('a deleted server is gone for everybody, with its invites', async () => {
    const {owner, member, serverId, server, path} = await company();
    const message = await say(owner, path, 'last words');
    const {code} = await invite(owner, serverId);
    assert.equal((await owner.call('deleteServer', {path: {serverId}, body: {name: server.name}})).status, 204);
    for (const client of [owner, member]) {
        for (const [operationId, more] of [
            ['getServer'], ['updateServer', {body: {name: 'x'}}], ['leaveServer'], ['createInvite', {body: {}}], ['listMembers'], ['listChannels'],
            ['listMessages'], ['createMessage', {body: {content: 'x'}}],
            ['transferServer', {body: {userId: member.id}}], ['listInvites'],
        ]) await client.refused(operationId, 404, {path: {...path, messageId: message.id}, ...more});
        assert.deepEqual((await client.ok('listServers')).servers, []);
        await client.refused('joinServer', 404, {path: {inviteCode: code}}, 'invite_not_found');
    }
    await anyone.refused('getInvite', 404, {path: {inviteCode: code}}, 'invite_not_found');
    await member.refused('deleteServer', 404, {path: {serverId}, body: {name: server.name}});
    // While its database could not be dropped yet, the owner's repeat finishes that.
    assert.ok([204, 404].includes((await owner.call('deleteServer', {path: {serverId}, body: {name: server.name}})).status));
});

test('deleting needs the owner and the exact name', async () => {
    const {owner, member, outsider, serverId, server} = await company();
    await member.refused('deleteServer', 403, {path: {serverId}, body: {name: server.name}}, 'forbidden');
    await outsider.refused('deleteServer', 404, {path: {serverId}, body: {name: server.name}});
    await owner.refused('deleteServer', 409, {path: {serverId}, body: {name: server.name.toUpperCase()}}, 'name_mismatch');
    await owner.refused('deleteServer', 400, {path: {serverId}, body: {}});
    assert.deepEqual((await owner.ok('getServer', {path: {serverId}})).server.name, server.name);
});

test('deleted five times at once, a server is deleted once and every answer is true', async () => {
    const {owner, serverId, server} = await company();
    const answers = await Promise.all(Array.from({length: 5}, () => owner.call('deleteServer', {path: {serverId}, body: {name: server.name}})));
    const statuses = answers.map((answer) => answer.status);
    assert.ok(statuses.includes(204), String(statuses));
    assert.ok(statuses.every((status) => [204, 404].includes(status)), String(statuses));
});

test('joining and writing while a server is deleted leaves nobody in it', async () => {
    const {owner, member, serverId, server, path} = await company();
    const {code} = await invite(owner, serverId);
    const people = await Promise.all(Array.from({length: 6}, () => person('late')));
    const answers = await Promise.all([
        ...people.slice(0, 3).map((client) => client.call('joinServer', {path: {inviteCode: code}})),
        ...Array.from({length: 4}, (_, i) => member.call('createMessage', {path, body: {content: `late ${i}`}})),
        owner.call('deleteServer', {path: {serverId}, body: {name: server.name}}),
        ...people.slice(3).map((client) => client.call('joinServer', {path: {inviteCode: code}})),
    ]);
    for (const {status, what} of answers) assert.ok([200, 201, 204, 404, 503].includes(status), `${what} -> ${status}`);
    for (const client of [owner, member, ...people]) {
        await client.refused('getServer', 404, {path: {serverId}});
        assert.deepEqual((await client.ok('listServers')).servers, []);
    }
});

// --- another owner -----------------------------------------------------------------------------

test('a server is handed over: the new owner may everything, the old one may leave', async () => {
    const {owner, member, outsider, serverId} = await company();
    await member.refused('transferServer', 403, {path: {serverId}, body: {userId: member.id}}, 'forbidden');
    await owner.refused('transferServer', 404, {path: {serverId}, body: {userId: outsider.id}});
    await owner.refused('transferServer', 409, {path: {serverId}, body: {userId: owner.id}}, 'conflict');
    await owner.refused('transferServer', 400, {path: {serverId}, body: {userId: 'x'}});
    const {server} = await owner.ok('transferServer', {path: {serverId}, body: {userId: member.id}});
    assert.equal(server.ownerId, member.id);
    assert.equal(BigInt(server.permissions) & (1n << 5n), 0n);
    const mine = (await member.ok('getServer', {path: {serverId}})).server;
    assert.equal(mine.ownerId, member.id);
    assert.ok(BigInt(mine.permissions) & (1n << 3n));
    const listed = (await owner.ok('listServers')).servers.find((one) => one.id === serverId);
    assert.deepEqual([listed.ownerId, listed.permissions], [member.id, server.permissions]);
    await owner.refused('transferServer', 403, {path: {serverId}, body: {userId: owner.id}});
    await member.refused('leaveServer', 409, {path: {serverId}}, 'owner_must_transfer');
    assert.equal((await owner.call('leaveServer', {path: {serverId}})).status, 204);
    const {entries} = await member.ok('listAuditLog', {path: {serverId}});
    const entry = entries.find((one) => one.action === 'owner_transfer');
    assert.equal(entry.targetId, member.id);
    assert.deepEqual(entry.changes, [{key: 'ownerId', before: owner.id, after: member.id}]);
});

test('handed over while the new owner leaves, a server always has an owner who is a member', async () => {
    for (let i = 0; i < 4; i += 1) {
        const {owner, member, serverId} = await company();
        const [given, left] = await Promise.all([
            owner.call('transferServer', {path: {serverId}, body: {userId: member.id}}),
            member.call('leaveServer', {path: {serverId}}),
        ]);
        assert.ok((given.status === 200 && left.status === 409) || (given.status === 404 && left.status === 204), `${given.status} ${left.status}`);
        const who = given.status === 200 ? member : owner;
        const {server} = await who.ok('getServer', {path: {serverId}});
        assert.equal(server.ownerId, who.id);
    }
});

test('handed to two at once, a server has one owner, and both databases agree who', async () => {
    const {owner, member, serverId} = await company();
    const third = await person();
    await letIn(owner, serverId, third);
    const answers = await Promise.all([member, third].map((to) => owner.call('transferServer', {path: {serverId}, body: {userId: to.id}})));
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 403]);
    const {ownerId} = (await owner.ok('getServer', {path: {serverId}})).server;
    const who = [member, third].find((client) => client.id === ownerId);
    assert.ok(BigInt((await who.ok('getServer', {path: {serverId}})).server.permissions) & (1n << 3n));
});

// --- public servers ----------------------------------------------------------------------------

test('public servers are found by name and description, those with most members first', async () => {
    const [owner, visitor] = await Promise.all([person(), person()]);
    const word = unique('find');
    const make = async (name, description, isPublic) => (await owner.ok('createServer', {body: {name, description, isPublic}})).server;
    const small = await make(`Small ${word}`, null, true);
    const big = await make('Big', `about ${word.toUpperCase()} and 100%_`, true);
    await make(`Hidden ${word}`, null, false);
    await visitor.ok('joinPublicServer', {path: {serverId: big.id}});
    const find = async (client, query) => (await client.ok('listPublicServers', {query: {query}})).servers;
    const found = await find(visitor, word);
    assert.deepEqual(found, [
        {id: big.id, name: 'Big', description: big.description, iconUrl: null, memberCount: 2, joined: true},
        {id: small.id, name: small.name, description: null, iconUrl: null, memberCount: 1, joined: false},
    ]);
    assert.deepEqual((await find(visitor, `${word}%`)), []);
    assert.deepEqual((await find(visitor, `${word} and 100%_`)).map((one) => one.id), [big.id]);
    assert.equal((await visitor.ok('listPublicServers', {query: {query: word, limit: 1}})).servers.length, 1);
    await visitor.refused('listPublicServers', 400, {query: {limit: 101}});
    await anyone.refused('listPublicServers', 401);
    await owner.ok('updateServer', {path: {serverId: small.id}, body: {isPublic: false}});
    assert.deepEqual((await find(visitor, word)).map((one) => one.id), [big.id]);
});

test('a public server is joined once, a private one by nobody without an invite', async () => {
    const {owner, member, outsider, serverId} = await company();
    await outsider.refused('joinPublicServer', 404, {path: {serverId}});
    await owner.ok('updateServer', {path: {serverId}, body: {isPublic: true}});
    const answers = await Promise.all(Array.from({length: 8}, () => outsider.call('joinPublicServer', {path: {serverId}})));
    assert.deepEqual(new Set(answers.map((answer) => answer.status)), new Set([200]));
    assert.equal((await owner.ok('getServer', {path: {serverId}})).server.memberCount, 3);
    const again = await outsider.call('joinPublicServer', {path: {serverId}});
    assert.deepEqual(again.body, answers[0].body);
    await owner.ok('banUser', {path: {serverId, userId: member.id}, body: {}});
    await member.refused('joinPublicServer', 403, {path: {serverId}}, 'banned');
    await owner.ok('updateServer', {path: {serverId}, body: {isPublic: false}});
    await member.refused('joinPublicServer', 404, {path: {serverId}});
});

test('the audit log tells what of a server was changed, and nothing of what was not', async () => {
    const {owner, serverId, server} = await company();
    await owner.ok('updateServer', {path: {serverId}, body: {name: 'New name', isPublic: true, description: null}});
    await owner.ok('updateServer', {path: {serverId}, body: {name: 'New name'}});
    const {entries} = await owner.ok('listAuditLog', {path: {serverId}});
    const updates = entries.filter((one) => one.action === 'server_update');
    assert.equal(updates.length, 1);
    assert.deepEqual(updates[0].changes, [
        {key: 'isPublic', before: false, after: true},
        {key: 'name', before: server.name, after: 'New name'},
    ]);
});

// --- creation, repeated ------------------------------------------------------------------------

test('creating under one key at once and again is one server', async () => {
    const client = await person();
    const headers = {'idempotency-key': unique('key')};
    const create = () => client.ok('createServer', {body: {name: 'Once'}, headers});
    const made = [...(await Promise.all([create(), create(), create()])), await create()];
    assert.equal(new Set(made.map(({server}) => server.id)).size, 1);
    assert.equal((await client.ok('listServers')).servers.length, 1);
});
