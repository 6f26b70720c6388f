// Channels: list, create, see.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {anyone} from '../support/client.mjs';
import {bits, putMember} from '../support/roles.mjs';
import {company, newServer, person, say} from '../support/world.mjs';

test('the seed README creates a channel as written and finds it in the list', async () => {
    const {owner, member, serverId} = await company();
    const created = await owner.call('createChannel', {path: {serverId}, body: {name: 'general', type: 'text', description: 'General chat'}});
    assert.equal(created.status, 201);
    const {channel} = created.body;
    assert.deepEqual([channel.name, channel.type, channel.description, channel.serverId], ['general', 'text', 'General chat', serverId]);
    assert.deepEqual([channel.lastMessageId, channel.unreadCount, channel.mentionCount], [null, 0, 0]);
    const {channels} = await member.ok('listChannels', {path: {serverId}});
    const {permissions} = (await member.ok('getServer', {path: {serverId}})).server;
    assert.deepEqual(channels.find((one) => one.id === channel.id), {...channel, permissions});
    assert.deepEqual((await member.ok('getChannel', {path: {serverId, channelId: channel.id}})).channel, {...channel, permissions});
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

const listed = async (client, serverId) => (await client.ok('listChannels', {path: {serverId}})).channels;
const place = ({id, position, parentId}) => ({id, position, parentId});

test('a change changes what it names and nothing else', async () => {
    const {owner, member, serverId, channelId, path} = await company();
    const expected = (await owner.ok('getChannel', {path})).channel;
    await say(owner, path, 'x');
    const {channel: category} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'Rooms', type: 'category'}});
    for (const change of [{name: ' lobby '}, {topic: 'About'}, {description: 'Where all begin'}, {slowmodeSeconds: 21600}, {nsfw: true}, {position: 7}, {parentId: category.id},
        {topic: null}, {description: null}, {parentId: null}, {}, {name: null, position: null, slowmodeSeconds: null}, {type: 'voice', id: 5}]) {
        const {channel} = await owner.ok('updateChannel', {path, body: change});
        for (const name of Object.keys(change).filter((one) => one in expected && !['type', 'id'].includes(one)))
            if (change[name] !== null || ['topic', 'description', 'parentId'].includes(name)) expected[name] = typeof change[name] === 'string' ? change[name].trim() : change[name];
        assert.deepEqual({...channel, lastMessageId: null}, expected);
    }
    assert.equal((await member.ok('getChannel', {path})).channel.unreadCount, 1);
    assert.equal(channelId, expected.id);
});

test('what a channel cannot become is refused, and named', async () => {
    const {owner, serverId, path, channelId} = await company();
    const before = await listed(owner, serverId);
    const category = before.find(({type}) => type === 'category');
    for (const [field, value] of [['name', ''], ['name', 'x'.repeat(101)], ['topic', 'x'.repeat(1025)], ['description', 5], ['slowmodeSeconds', 21601], ['slowmodeSeconds', '5'], ['nsfw', 'no'],
        ['position', -1], ['position', 10001], ['parentId', 'top'], ['parentId', channelId], ['parentId', 999999]]) {
        const error = await owner.refused('updateChannel', 400, {path, body: {[field]: value}}, 'invalid_input');
        assert.deepEqual(Object.keys(error.fields), [field]);
    }
    await owner.refused('updateChannel', 400, {path: {serverId, channelId: category.id}, body: {parentId: category.id}}, 'invalid_input');
    assert.deepEqual(await listed(owner, serverId), before);
});

test('a deleted channel is gone with its messages; what was in a category stays, in none', async () => {
    const {owner, serverId, path, channelId} = await company();
    const message = await say(owner, path, 'x');
    const category = (await listed(owner, serverId)).find(({type}) => type === 'category');
    assert.equal((await owner.ok('getChannel', {path})).channel.parentId, category.id);
    await owner.ok('deleteChannel', {path: {serverId, channelId: category.id}});
    assert.deepEqual((await listed(owner, serverId)).map(place), [{id: channelId, position: 0, parentId: null}]);
    await owner.ok('getMessage', {path: {...path, messageId: message.id}});
    await owner.ok('deleteChannel', {path});
    assert.deepEqual(await listed(owner, serverId), []);
    for (const [operationId, more] of [['getChannel'], ['deleteChannel'], ['updateChannel', {body: {}}], ['listMessages'], ['createMessage', {body: {content: 'x'}}]])
        await owner.refused(operationId, 404, {path, ...more}, 'not_found');
});

test('an order is kept whole or not at all', async () => {
    const {owner, serverId} = await company();
    const made = {};
    for (const [name, type] of [['A', 'category'], ['B', 'category'], ['a', 'text'], ['b', 'voice']]) made[name] = (await owner.ok('createChannel', {path: {serverId}, body: {name, type}})).channel.id;
    const [A, B, a, b] = Object.values(made);
    const {channels} = await owner.ok('reorderChannels', {path: {serverId}, body: [{id: a, position: 1, parentId: A}, {id: b, position: 0, parentId: A}, {id: B, position: 9}]});
    assert.deepEqual(channels, await listed(owner, serverId));
    const of = (id) => place(channels.find((one) => one.id === id));
    assert.deepEqual([of(a), of(b), of(B)], [{id: a, position: 1, parentId: A}, {id: b, position: 0, parentId: A}, {id: B, position: 9, parentId: null}]);
    await owner.ok('reorderChannels', {path: {serverId}, body: [{id: a, parentId: null}, {id: b, position: 5}]});
    const before = await listed(owner, serverId);
    assert.deepEqual(before.filter(({id}) => [a, b].includes(id)).map(place), [{id: a, position: 1, parentId: null}, {id: b, position: 5, parentId: A}]);
    const good = {id: a, position: 3};
    for (const [bad, status] of [[{id: b, parentId: a}, 400], [{id: A, parentId: B}, 400], [{id: b, parentId: 999999}, 400], [{id: b, position: -1}, 400], [{position: 1}, 400], [{id: a, position: 4}, 400],
        [7, 400], [{id: 999999, position: 1}, 404]]) {
        await owner.refused('reorderChannels', status, {path: {serverId}, body: [good, bad]});
        assert.deepEqual(await listed(owner, serverId), before);
    }
    await owner.refused('reorderChannels', 400, {path: {serverId}, body: []}, 'invalid_input');
    await owner.refused('reorderChannels', 400, {path: {serverId}, body: Array.from({length: 501}, (_, i) => ({id: i + 1}))}, 'invalid_input');
    await owner.refused('reorderChannels', 400, {path: {serverId}, body: {id: a}}, 'malformed_request');
});

test('a server has at most 500 channels', async () => {
    const {owner, serverId} = await company();
    const before = (await listed(owner, serverId)).length;
    const make = () => owner.ok('createChannel', {path: {serverId}, body: {name: 'one of many', type: 'text'}});
    for (let count = before; count < 500; count += 20) await Promise.all(Array.from({length: Math.min(20, 500 - count)}, make));
    assert.equal((await listed(owner, serverId)).length, 500);
    await owner.refused('createChannel', 400, {path: {serverId}, body: {name: 'x', type: 'text'}}, 'invalid_input');
});

test('who may not manage a channel changes nothing of it; who may manage one moves only that', async () => {
    const {owner, member, outsider, serverId, path, channelId} = await company();
    const {channel: other} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'other', type: 'text'}});
    const before = await listed(owner, serverId);
    const category = before.find(({type}) => type === 'category');
    for (const [operationId, options] of [['updateChannel', {path, body: {name: 'x'}}], ['deleteChannel', {path}], ['reorderChannels', {path: {serverId}, body: [{id: channelId, position: 1}]}]]) {
        await member.refused(operationId, 403, options, 'forbidden');
        await outsider.refused(operationId, 404, options, 'not_found');
    }
    assert.deepEqual(await listed(owner, serverId), before);
    await owner.ok(...putMember(path, member, bits('MANAGE_CHANNELS')));
    await member.ok('updateChannel', {path, body: {topic: 'mine'}});
    await member.ok('reorderChannels', {path: {serverId}, body: [{id: channelId, position: 3}]});
    await member.refused('reorderChannels', 403, {path: {serverId}, body: [{id: channelId, position: 4}, {id: other.id, position: 1}]}, 'forbidden');
    assert.equal((await member.ok('getChannel', {path})).channel.position, 3);
    await member.refused('updateChannel', 403, {path: {serverId, channelId: other.id}, body: {name: 'x'}}, 'forbidden');
    await member.ok('updateChannel', {path, body: {parentId: null}});
    await member.refused('updateChannel', 403, {path, body: {parentId: category.id}}, 'forbidden');
    await member.refused('createChannel', 403, {path: {serverId}, body: {name: 'x', type: 'text', parentId: category.id}}, 'forbidden');
    await owner.ok(...putMember({serverId, channelId: category.id}, member, bits('MANAGE_CHANNELS')));
    await member.ok('createChannel', {path: {serverId}, body: {name: 'x', type: 'text', parentId: category.id}});
    await member.refused('createChannel', 403, {path: {serverId}, body: {name: 'x', type: 'text'}}, 'forbidden');
});

test('what was done to channels is in the audit log, with what changed', async () => {
    const {owner, serverId} = await company();
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'a', type: 'text'}});
    const path = {serverId, channelId: channel.id};
    await owner.ok('updateChannel', {path, body: {name: 'b'}});
    await owner.ok('reorderChannels', {path: {serverId}, body: [{id: channel.id, position: 9}]});
    await owner.ok('deleteChannel', {path});
    const entries = (await owner.ok('listAuditLog', {path: {serverId}})).entries.filter(({action}) => action !== 'invite_create');
    assert.deepEqual(entries.map(({action}) => action), ['channel_create', 'channel_update', 'channels_reorder', 'channel_delete']);
    assert.deepEqual(entries[1].changes, [{key: 'name', before: 'a', after: 'b'}]);
    assert.equal(entries[2].changes[0].after[0].position, 9);
});

test('the webhooks of a deleted channel go with it', async () => {
    const {owner, serverId} = await company();
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'builds', type: 'text'}});
    const {webhook} = await owner.ok('createWebhook', {path: {serverId}, body: {channelId: channel.id, name: 'Build bot'}});
    await owner.ok('deleteChannel', {path: {serverId, channelId: channel.id}});
    assert.deepEqual((await owner.ok('listWebhooks', {path: {serverId}})).webhooks, []);
    await anyone.refused('executeWebhook', 404, {path: {webhookId: webhook.id, webhookToken: webhook.token}, body: {content: 'x'}}, 'not_found');
});
