// Channels: list, create, see.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {company, newServer, person, say} from '../support/world.mjs';

test('the seed README creates a channel as written and finds it in the list', async () => {
    const {owner, member, serverId} = await company();
    const created = await owner.call('createChannel', {path: {serverId}, body: {name: 'general', type: 'text', description: 'General chat'}});
    assert.equal(created.status, 201);
    const {channel} = created.body;
    assert.deepEqual([channel.name, channel.type, channel.description, channel.serverId], ['general', 'text', 'General chat', serverId]);
    assert.deepEqual([channel.lastMessageId, channel.unreadCount, channel.mentionCount], [null, 0, 0]);
    const {channels} = await member.ok('listChannels', {path: {serverId}});
    assert.deepEqual(channels.find((one) => one.id === channel.id), channel);
    assert.deepEqual((await member.ok('getChannel', {path: {serverId, channelId: channel.id}})).channel, channel);
});

test('a channel of each type keeps what is asked for', async () => {
    const {owner, serverId} = await company();
    const {channel: category} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'Rooms', type: 'category'}});
    for (const type of ['text', 'voice', 'announcement']) {
        const body = {name: `a ${type} ☕`, type, description: 'd', topic: 't', parentId: category.id, position: 3, slowmodeSeconds: 10, nsfw: true};
        const {channel} = await owner.ok('createChannel', {path: {serverId}, body});
        for (const [name, value] of Object.entries(body)) assert.deepEqual(channel[name], value, name);
    }
});

test('the parent of a channel is a category of the same server', async () => {
    const {owner, serverId, channelId} = await company();
    const elsewhere = await newServer(owner);
    for (let i = 0; i < 5; i += 1) await owner.ok('createChannel', {path: {serverId: elsewhere.serverId}, body: {name: `filler ${i}`, type: 'category'}});
    const {channel: foreign} = await owner.ok('createChannel', {path: {serverId: elsewhere.serverId}, body: {name: 'there', type: 'category'}});
    for (const parentId of [channelId, foreign.id, 9007199254740991]) {
        const error = await owner.refused('createChannel', 400, {path: {serverId}, body: {name: 'x', type: 'text', parentId}}, 'invalid_input');
        assert.deepEqual(Object.keys(error.fields), ['parentId']);
    }
});

test('a member without the right may not create one', async () => {
    const {member, serverId} = await company();
    await member.refused('createChannel', 403, {path: {serverId}, body: {name: 'x', type: 'text'}}, 'forbidden');
});

test('a channel of another server is not found, even by the id it has there', async () => {
    const {owner, serverId} = await company();
    const elsewhere = await newServer(owner);
    const ids = [];
    for (let i = 0; i < 3; i += 1) ids.push((await owner.ok('createChannel', {path: {serverId: elsewhere.serverId}, body: {name: `c${i}`, type: 'text'}})).channel.id);
    const {channels} = await owner.ok('listChannels', {path: {serverId}});
    const foreign = ids.find((id) => !channels.some((channel) => channel.id === id));
    assert.ok(foreign);
    await owner.refused('getChannel', 404, {path: {serverId, channelId: foreign}});
    await owner.refused('listMessages', 404, {path: {serverId, channelId: foreign}});
    await owner.refused('createMessage', 404, {path: {serverId, channelId: foreign}, body: {content: 'x'}});
    await owner.refused('typeInChannel', 404, {path: {serverId, channelId: foreign}});
});

test('channels of two servers with the same id never mix', async () => {
    const owner = await person();
    const [a, b] = [await newServer(owner), await newServer(owner)];
    assert.equal(a.channelId, b.channelId, 'the first channels of two servers have the same id');
    await say(owner, a.path, 'in a');
    await say(owner, b.path, 'in b');
    assert.deepEqual((await owner.ok('listMessages', {path: a.path})).messages.map((m) => m.content), ['in a']);
    assert.deepEqual((await owner.ok('listMessages', {path: b.path})).messages.map((m) => m.content), ['in b']);
});

test('voice channels and categories take no messages', async () => {
    const {owner, serverId} = await company();
    for (const type of ['voice', 'category']) {
        const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'quiet', type}});
        await owner.refused('createMessage', 400, {path: {serverId, channelId: channel.id}, body: {content: 'x'}});
    }
});

test('a channel tells its last message and what each reader has not read', async () => {
    const {owner, member, serverId, channelId, path} = await company();
    const sent = [];
    for (let i = 0; i < 4; i += 1) sent.push(await say(owner, path, `message ${i}`));
    const seen = async (client) => {
        const {channel} = await client.ok('getChannel', {path});
        const listed = (await client.ok('listChannels', {path: {serverId}})).channels.find((one) => one.id === channelId);
        assert.deepEqual(listed, channel);
        assert.equal(channel.lastMessageId, sent.at(-1).id);
        return channel.unreadCount;
    };
    assert.equal(await seen(member), 4);
    assert.equal(await seen(owner), 0);
    await member.ok('readChannel', {path, body: {messageId: sent[1].id}});
    assert.equal(await seen(member), 2);
    await member.ok('readChannel', {path, body: {messageId: sent[0].id}});
    assert.equal(await seen(member), 2, 'reading never goes back');
    await member.ok('readChannel', {path, body: {messageId: sent[3].id}});
    assert.equal(await seen(member), 0);
});

test('a deleted message is not unread, and who joins later begins with nothing unread', async () => {
    const {owner, member, outsider, path, serverId} = await company();
    const first = await say(owner, path, 'one');
    await say(owner, path, 'two');
    await owner.ok('deleteMessage', {path: {...path, messageId: first.id}});
    assert.equal((await member.ok('getChannel', {path})).channel.unreadCount, 1);
    const {code} = (await owner.ok('createInvite', {path: {serverId}, body: {}})).invite;
    await outsider.ok('joinServer', {path: {inviteCode: code}});
    assert.equal((await outsider.ok('getChannel', {path})).channel.unreadCount, 0);
});

test('a mention counts for the one it names', async () => {
    const {owner, member, path} = await company();
    await say(owner, path, `hello <@${member.id}>`);
    await say(owner, path, 'hello all');
    const {channel} = await member.ok('getChannel', {path});
    assert.deepEqual([channel.unreadCount, channel.mentionCount], [2, 1]);
});
