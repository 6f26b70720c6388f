// Blocks: who is blocked cannot write to whoever blocked them.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {conversation, person, whisper} from '../support/world.mjs';

const people = (count) => Promise.all(Array.from({length: count}, () => person('block')));
const block = (client, other) => client.ok('blockUser', {path: {userId: other.id}});
const messages = async (client, conversationId) => (await client.ok('listDirectMessages', {path: {conversationId}})).messages;

test('a block is put, seen, listed and taken back, as often as one likes', async () => {
    const [a, b, c] = await people(3);
    const path = {userId: b.id};
    assert.deepEqual((await a.ok('listBlocks')).blocks, []);
    await a.refused('getBlock', 404, {path}, 'not_found');
    for (let i = 0; i < 2; i += 1) assert.equal((await a.call('blockUser', {path})).status, 204);
    await block(a, c);
    const {block: one} = await a.ok('getBlock', {path});
    assert.equal(one.user.id, b.id);
    assert.deepEqual((await a.ok('listBlocks')).blocks.map(({user}) => user.id), [c.id, b.id]);
    assert.deepEqual((await a.ok('listBlocks')).blocks[1], one);
    for (let i = 0; i < 2; i += 1) assert.equal((await a.call('unblockUser', {path})).status, 204);
    await a.refused('getBlock', 404, {path}, 'not_found');
});

test('one blocks somebody else who exists', async () => {
    const [a] = await people(1);
    await a.refused('blockUser', 400, {path: {userId: a.id}}, 'invalid_input');
    await a.refused('blockUser', 404, {path: {userId: 9007199254740991}}, 'not_found');
    assert.deepEqual((await a.ok('listBlocks')).blocks, []);
});

test('blocks are the blocker\'s own: nobody else sees or lifts them', async () => {
    const [a, b] = await people(2);
    await block(a, b);
    assert.deepEqual((await b.ok('listBlocks')).blocks, []);
    await b.refused('getBlock', 404, {path: {userId: a.id}});
    await b.ok('unblockUser', {path: {userId: a.id}});
    await b.ok('unblockUser', {path: {userId: b.id}});
    assert.equal((await a.ok('listBlocks')).blocks.length, 1);
});

test('who is blocked writes and edits nothing there, and is not told why; the other may, and both read', async () => {
    const [a, b] = await people(2);
    const {id} = await conversation(a, b);
    const earlier = await whisper(b, id, 'before');
    const path = {conversationId: id, messageId: earlier.id};
    await block(a, b);
    const refused = [
        await b.refused('createDirectMessage', 403, {path, body: {content: 'x'}}, 'forbidden'),
        await b.refused('updateDirectMessage', 403, {path, body: {content: 'x'}}, 'forbidden'),
    ];
    const usual = await a.refused('deleteDirectMessage', 403, {path}, 'forbidden');
    for (const error of refused) assert.equal(error.error, usual.error);
    await whisper(a, id, 'from a');
    assert.deepEqual((await messages(b, id)).map(({content}) => content), ['before', 'from a']);
    assert.equal((await b.call('typeInConversation', {path})).status, 204);
    assert.equal((await b.call('readConversation', {path, body: {messageId: earlier.id}})).status, 204);
    assert.equal((await b.call('deleteDirectMessage', {path})).status, 204);
    await a.ok('unblockUser', {path: {userId: b.id}});
    await whisper(b, id, 'after');
});

test('who is blocked opens no new conversation or group with the other, but finds the old one', async () => {
    const [a, b, c, d] = await people(4);
    const {id} = await conversation(b, c);
    await Promise.all([block(a, b), block(c, b)]);
    await b.refused('createConversation', 403, {body: {userId: a.id}}, 'forbidden');
    await b.refused('createConversation', 403, {body: {userIds: [d.id, a.id]}}, 'forbidden');
    assert.deepEqual((await a.ok('listConversations')).conversations, []);
    const found = await b.call('createConversation', {body: {userId: c.id}});
    assert.deepEqual([found.status, found.body.conversation.id], [200, id]);
    assert.equal((await a.call('createConversation', {body: {userId: b.id}})).status, 201);
});

test('in a group a block stops nothing', async () => {
    const [a, b, c] = await people(3);
    const {conversation: {id}} = await a.ok('createConversation', {body: {userIds: [b.id, c.id]}});
    await block(a, b);
    await whisper(b, id, 'hello all');
    assert.deepEqual((await messages(a, id)).map(({content}) => content), ['hello all']);
});

test('once a block is answered, nothing of who is blocked is accepted any more', async () => {
    for (let round = 0; round < 4; round += 1) {
        const [a, b] = await people(2);
        const {id} = await conversation(a, b);
        let blocked = false;
        const late = [];
        const writers = Array.from({length: 4}, async () => {
            for (let i = 0; i < 12; i += 1) {
                const {status, body} = await b.call('createDirectMessage', {path: {conversationId: id}, body: {content: 'x'}});
                if (status === 403) return;
                assert.equal(status, 201);
                if (blocked) late.push(body.message.id);
            }
        });
        await b.ok('createDirectMessage', {path: {conversationId: id}, body: {content: 'first'}});
        await block(a, b);
        const seen = (await messages(a, id)).map((message) => message.id);
        blocked = true;
        await Promise.all(writers);
        assert.deepEqual((await messages(a, id)).map((message) => message.id), seen, `late: ${late}`);
    }
});
