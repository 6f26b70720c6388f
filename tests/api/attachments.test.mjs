// Files in messages: who may put them there, that each is in one message, and who sees them after that.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {anyone} from '../support/client.mjs';
import {registry, sql, statusOf, upload} from '../support/files.mjs';
import {png} from '../support/pictures.mjs';
import {company, conversation, letIn, person, say, whisper} from '../support/world.mjs';

const file = (client, name = 'a.txt') => upload(client, `of ${name}`, name);
const stateOf = (id) => registry(`SELECT place, is_bound FROM uploads WHERE id = ${id}`)[0];
const refusedIds = async (client, operation, path, body) => assert.ok((await client.refused(operation, 400, {path, body}, 'invalid_input')).fields.attachmentIds);

test('a message carries its files in the order named, in the answer, the list, one by one and after an edit', async () => {
    const {owner, member, path, serverId, channelId} = await company();
    const files = [await file(member, 'z.txt'), await upload(member, png(900, 300), 'wide.png'), await file(member, 'a.txt')];
    const ids = [files[2].id, files[0].id, files[1].id];
    const message = await say(member, path, 'look', {attachmentIds: ids, nonce: 'n1'});
    assert.deepEqual(message.attachments, [files[2], files[0], files[1]]);
    assert.equal(message.nonce, 'n1');
    const {messages} = await owner.ok('listMessages', {path});
    assert.deepEqual(messages.at(-1).attachments, message.attachments);
    const at = {...path, messageId: message.id};
    assert.deepEqual((await owner.ok('getMessage', {path: at})).message.attachments, message.attachments);
    assert.deepEqual((await member.ok('updateMessage', {path: at, body: {content: 'changed'}})).message.attachments, message.attachments);
    assert.equal(stateOf(ids[0]), `channel:${serverId}:${channelId}|t`);
    assert.equal(await statusOf(owner, files[1].url), 200);
    assert.equal(await statusOf(owner, files[1].thumbnailUrl), 200);
});

test('with a file the text may be empty, without one it may not', async () => {
    const {owner, path} = await company();
    const {id} = await file(owner);
    assert.equal((await say(owner, path, '', {attachmentIds: [id]})).content, '');
    assert.equal((await say(owner, path, '  \n ', {attachmentIds: [(await file(owner)).id]})).content, '');
    await owner.refused('createMessage', 400, {path, body: {content: '', attachmentIds: []}}, 'invalid_input');
    await owner.refused('createMessage', 400, {path, body: {content: ' '}}, 'invalid_input');
});

test('files of others, in other messages, dropped or unknown are refused, and nothing is written', async () => {
    const {owner, member, path} = await company();
    const [mine, theirs, used, dropped] = [await file(member), await file(owner), await file(member), await file(member)];
    await say(member, path, 'used', {attachmentIds: [used.id]});
    await member.ok('deleteUpload', {path: {uploadId: dropped.id}});
    const count = (await owner.ok('listMessages', {path})).messages.length;
    for (const id of [theirs.id, used.id, dropped.id, 9007199254740991]) {
        await refusedIds(member, 'createMessage', path, {content: 'x', attachmentIds: [id]});
        await refusedIds(member, 'createMessage', path, {content: 'x', attachmentIds: [mine.id, id]});
    }
    await refusedIds(member, 'createMessage', path, {content: 'x', attachmentIds: Array.from({length: 11}, (_, i) => i + 1)});
    assert.equal((await owner.ok('listMessages', {path})).messages.length, count);
    await say(member, path, 'mine is still free', {attachmentIds: [mine.id]});
});

test('a message that fails frees its files for another place', async () => {
    const {owner, member, path, serverId} = await company();
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'second', type: 'text'}});
    const {id} = await file(member);
    await member.refused('createMessage', 400, {path, body: {content: 'x', replyToId: 9007199254740991, attachmentIds: [id]}}, 'invalid_input');
    await say(member, {serverId, channelId: channel.id}, 'here then', {attachmentIds: [id]});
});

test('of many messages that name one file at once, in one channel and in several, exactly one gets it', async () => {
    const {owner, member, path, serverId} = await company();
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'second', type: 'text'}});
    const {id: conversationId} = await conversation(member, owner);
    for (let round = 0; round < 3; round += 1) {
        const {id} = await file(member);
        const body = {content: 'mine', attachmentIds: [id]};
        const answers = await Promise.all([0, 1, 2].flatMap(() => [
            member.call('createMessage', {path, body}),
            member.call('createMessage', {path: {serverId, channelId: channel.id}, body}),
            member.call('createDirectMessage', {path: {conversationId}, body}),
        ]));
        assert.deepEqual(answers.map(({status}) => status).sort(), [201, ...Array(8).fill(400)]);
    }
});

test('a message repeated with its nonce is the first one, files and all', async () => {
    const {owner, member, path} = await company();
    const {id} = await file(member);
    const body = {content: 'once', attachmentIds: [id], nonce: 'again'};
    const answers = await Promise.all(Array.from({length: 6}, () => member.call('createMessage', {path, body})));
    assert.deepEqual(answers.map(({status}) => status), Array(6).fill(201));
    assert.equal(new Set(answers.map(({body: {message}}) => `${message.id} ${message.attachments[0].id}`)).size, 1);
    assert.equal((await owner.ok('listMessages', {path})).messages.filter(({content}) => content === 'once').length, 1);
});

test('who may not attach files is a 403, and the file stays free', async () => {
    const {owner, member, path, serverId, channelId} = await company();
    sql(`INSERT INTO overwrites (channel_id, target_type, target_id, deny) SELECT ${channelId}, 'role', id, ${1 << 15} FROM roles WHERE is_everyone`, 'server', String(serverId));
    const {id} = await file(member);
    await member.refused('createMessage', 403, {path, body: {content: 'x', attachmentIds: [id]}}, 'forbidden');
    await say(member, path, 'text is fine');
    await say(owner, path, 'the owner may', {attachmentIds: [(await file(owner)).id]});
    assert.equal(stateOf(id), '|f');
});

test('a file of a channel is for whoever may read it there now: leave, kick, a private channel, deletion', async () => {
    const {owner, member, outsider, path, serverId, channelId} = await company();
    const third = await person();
    await letIn(owner, serverId, third);
    const {id, url} = await file(owner);
    const {id: messageId} = await say(owner, path, 'x', {attachmentIds: [id]});
    const all = async (...expected) => assert.deepEqual(await Promise.all([owner, member, third, outsider, anyone].map((client) => statusOf(client, url))), expected);
    await all(200, 200, 200, 404, 401);
    await member.ok('leaveServer', {path: {serverId}});
    await owner.ok('kickMember', {path: {serverId, userId: third.id}});
    await all(200, 404, 404, 404, 401);
    await letIn(owner, serverId, member, third);
    await all(200, 200, 200, 404, 401);
    sql(`INSERT INTO overwrites (channel_id, target_type, target_id, deny) SELECT ${channelId}, 'role', id, ${1 << 16} FROM roles WHERE is_everyone`, 'server', String(serverId));
    await all(200, 404, 404, 404, 401);
    sql('DELETE FROM overwrites', 'server', String(serverId));
    await all(200, 200, 200, 404, 401);
    await owner.ok('deleteMessage', {path: {...path, messageId}});
    await all(404, 404, 404, 404, 401);
});

test('a file of a conversation is for those who take part', async () => {
    const {owner, member, outsider} = await company();
    const {id: conversationId} = await conversation(owner, member);
    const sent = await file(owner);
    const message = await whisper(owner, conversationId, '', {attachmentIds: [sent.id]});
    assert.deepEqual(message.attachments, [sent]);
    assert.equal(stateOf(sent.id), `conversation:${conversationId}|t`);
    const {messages} = await member.ok('listDirectMessages', {path: {conversationId}});
    assert.deepEqual(messages.at(-1).attachments, [sent]);
    assert.deepEqual(await Promise.all([owner, member, outsider].map((client) => statusOf(client, sent.url))), [200, 200, 404]);
    await refusedIds(owner, 'createDirectMessage', {conversationId}, {content: 'x', attachmentIds: [sent.id]});
    await refusedIds(owner, 'createDirectMessage', {conversationId}, {content: 'x', attachmentIds: [(await file(member)).id]});
    const own = {conversationId, messageId: message.id};
    assert.deepEqual((await owner.ok('updateDirectMessage', {path: own, body: {content: 'edited'}})).message.attachments, [sent]);
    await owner.ok('deleteDirectMessage', {path: own});
    assert.deepEqual(await Promise.all([owner, member, outsider].map((client) => statusOf(client, sent.url))), [404, 404, 404]);
});

test('a worker that was cut off between claim and message leaves what a repeat finishes', async () => {
    const {member, path, serverId, channelId} = await company();
    const {id, url} = await file(member);
    registry(`UPDATE uploads SET place = 'channel:${serverId}:${channelId}' WHERE id = ${id}`);
    assert.equal(await statusOf(member, url), 200);
    const message = await say(member, path, 'again', {attachmentIds: [id], nonce: 'cut'});
    assert.equal(message.attachments[0].id, id);
    assert.equal(stateOf(id), `channel:${serverId}:${channelId}|t`);
});
