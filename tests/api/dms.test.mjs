// Direct messages: conversations and what is said in them.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {conversation, person, unique, whisper} from '../support/world.mjs';

const people = (count) => Promise.all(Array.from({length: count}, () => person('dm')));
const ids = (list) => list.map((one) => one.id);
const sorted = (list) => [...list].sort((a, b) => a - b);
const page = async (client, conversationId, query = {}) => (await client.ok('listDirectMessages', {path: {conversationId}, query})).messages;

test('the seed README lists conversations, reads and sends as written', async () => {
    const [a, b] = await people(2);
    assert.deepEqual((await a.ok('listConversations')).conversations, []);
    const opened = await a.call('createConversation', {body: {userId: b.id}});
    assert.equal(opened.status, 201);
    const {id} = opened.body.conversation;
    const sent = await a.call('createDirectMessage', {path: {conversationId: id}, body: {content: 'Hello!'}});
    assert.equal(sent.status, 201);
    assert.equal(sent.body.message.conversationId, id);
    assert.equal(sent.body.message.author.id, a.id);
    for (const client of [a, b]) {
        const {conversations} = await client.ok('listConversations');
        assert.deepEqual(ids(conversations), [id]);
        assert.equal(conversations[0].lastMessage.content, 'Hello!');
        assert.equal(conversations[0].unreadCount, client === b ? 1 : 0);
        assert.deepEqual(sorted(ids(conversations[0].participants)), sorted([a.id, b.id]));
        assert.deepEqual((await page(client, id)).map((message) => message.content), ['Hello!']);
    }
});

test('two people have one conversation, whoever opens it', async () => {
    const [a, b] = await people(2);
    const first = await a.call('createConversation', {body: {userId: b.id}});
    const again = await a.call('createConversation', {body: {userId: b.id}});
    const other = await b.call('createConversation', {body: {userId: a.id}});
    const single = await b.call('createConversation', {body: {userIds: [a.id]}});
    assert.deepEqual([first.status, again.status, other.status, single.status], [201, 200, 200, 200]);
    assert.equal(new Set([first, again, other, single].map((answer) => answer.body.conversation.id)).size, 1);
});

test('20 openings at once from both sides give one conversation', async () => {
    const [a, b] = await people(2);
    const answers = await Promise.all(Array.from({length: 20}, (_, i) => (i % 2 ? a.call('createConversation', {body: {userId: b.id}}) : b.call('createConversation', {body: {userId: a.id}}))));
    assert.equal(new Set(answers.map((answer) => answer.body.conversation.id)).size, 1);
    assert.equal(answers.filter((answer) => answer.status === 201).length, 1);
    assert.equal(answers.filter((answer) => answer.status === 200).length, 19);
    assert.equal((await a.ok('listConversations')).conversations.length, 1);
});

test('a group holds up to ten and everybody in it reads and writes', async () => {
    const [a, b, c, ...rest] = await people(11);
    const made = await a.call('createConversation', {body: {userIds: [b.id, c.id]}});
    assert.equal(made.status, 201);
    const {id, participants} = made.body.conversation;
    assert.deepEqual(sorted(ids(participants)), sorted([a.id, b.id, c.id]));
    await whisper(b, id, 'from b');
    await whisper(c, id, 'from c');
    assert.deepEqual((await page(a, id)).map((message) => message.content), ['from b', 'from c']);
    assert.equal((await a.call('createConversation', {body: {userIds: ids([b, c, ...rest.slice(0, 7)])}})).status, 201);
    await a.refused('createConversation', 400, {body: {userIds: ids([b, c, ...rest])}}, 'invalid_input');
});

test('a conversation is with somebody who exists, and not with oneself alone', async () => {
    const [a, b] = await people(2);
    await a.refused('createConversation', 404, {body: {userId: 9007199254740991}});
    await a.refused('createConversation', 404, {body: {userIds: [b.id, 9007199254740991]}});
    for (const body of [{userId: a.id}, {userIds: [a.id]}, {userIds: []}, {}]) await a.refused('createConversation', 400, {body}, 'invalid_input');
    assert.deepEqual((await a.ok('listConversations')).conversations, []);
});

test('who does not take part finds nothing of a conversation', async () => {
    const [a, b, stranger] = await people(3);
    const {id} = await conversation(a, b);
    const message = await whisper(a, id, 'private');
    const path = {conversationId: id, messageId: message.id};
    for (const [operationId, more] of [
        ['listDirectMessages'], ['createDirectMessage', {body: {content: 'x'}}], ['updateDirectMessage', {body: {content: 'x'}}], ['deleteDirectMessage'],
        ['typeInConversation'], ['readConversation', {body: {messageId: message.id}}],
    ]) await stranger.refused(operationId, 404, {path, ...more});
    assert.deepEqual((await stranger.ok('listConversations')).conversations, []);
    assert.equal((await page(b, id))[0].content, 'private');
});

test('the newest conversation comes first', async () => {
    const [a, b, c] = await people(3);
    const [withB, withC] = [await conversation(a, b), await conversation(a, c)];
    await whisper(a, withB.id, '1');
    await whisper(a, withC.id, '2');
    assert.deepEqual(ids((await a.ok('listConversations')).conversations), [withC.id, withB.id]);
    await whisper(b, withB.id, '3');
    assert.deepEqual(ids((await a.ok('listConversations')).conversations), [withB.id, withC.id]);
});

test('the author edits and deletes, another participant does not', async () => {
    const [a, b] = await people(2);
    const {id} = await conversation(a, b);
    const message = await whisper(a, id, 'frist');
    const path = {conversationId: id, messageId: message.id};
    await b.refused('updateDirectMessage', 403, {path, body: {content: 'x'}}, 'forbidden');
    await b.refused('deleteDirectMessage', 403, {path}, 'forbidden');
    const edited = (await a.ok('updateDirectMessage', {path, body: {content: 'first'}})).message;
    assert.equal(edited.content, 'first');
    assert.ok(edited.editedAt);
    assert.equal((await page(b, id))[0].content, 'first');
    assert.equal((await a.call('deleteDirectMessage', {path})).status, 204);
    assert.deepEqual(await page(b, id), []);
    await a.refused('updateDirectMessage', 404, {path, body: {content: 'x'}});
    await a.refused('deleteDirectMessage', 404, {path});
    const {conversations} = await b.ok('listConversations');
    assert.equal(conversations.find((one) => one.id === id)?.lastMessage ?? null, null);
});

test('a message is only found in its own conversation', async () => {
    const [a, b, c] = await people(3);
    const [withB, withC] = [await conversation(a, b), await conversation(a, c)];
    const message = await whisper(a, withB.id, 'for b');
    await a.refused('updateDirectMessage', 404, {path: {conversationId: withC.id, messageId: message.id}, body: {content: 'x'}});
    await a.refused('deleteDirectMessage', 404, {path: {conversationId: withC.id, messageId: message.id}});
    assert.deepEqual(await page(c, withC.id), []);
});

test('unread counts what the other said, until it is read', async () => {
    const [a, b] = await people(2);
    const {id} = await conversation(a, b);
    const sent = [];
    for (let i = 0; i < 3; i += 1) sent.push(await whisper(a, id, `m${i}`));
    const unread = async (client) => (await client.ok('listConversations')).conversations[0].unreadCount;
    assert.deepEqual([await unread(a), await unread(b)], [0, 3]);
    await b.ok('readConversation', {path: {conversationId: id}, body: {messageId: sent[1].id}});
    assert.equal(await unread(b), 1);
    await b.ok('readConversation', {path: {conversationId: id}, body: {messageId: sent[2].id}});
    assert.equal(await unread(b), 0);
});

test('pages go before, after and around, in order, without gap or overlap', async () => {
    const [a, b] = await people(2);
    const {id} = await conversation(a, b);
    const all = [];
    for (let i = 0; i < 12; i += 1) all.push((await whisper(i % 2 ? a : b, id, `m${i}`)).id);
    assert.deepEqual(ids(await page(a, id)), all);
    assert.deepEqual(ids(await page(b, id, {limit: 4})), all.slice(-4));
    assert.deepEqual(ids(await page(b, id, {before: all[6], limit: 3})), all.slice(3, 6));
    assert.deepEqual(ids(await page(b, id, {after: all[6], limit: 3})), all.slice(7, 10));
    const around = ids(await page(b, id, {around: all[6], limit: 5}));
    assert.ok(around.includes(all[6]) && around.length === 5);
    await a.refused('listDirectMessages', 400, {path: {conversationId: id}, query: {limit: 0}}, 'invalid_input');
});

test('a nonce or an Idempotency-Key repeated ten times at once gives one direct message', async () => {
    const [a, b] = await people(2);
    const {id} = await conversation(a, b);
    const [nonce, key] = [unique('nonce'), unique('key')];
    const path = {conversationId: id};
    const answers = await Promise.all(Array.from({length: 10}, () => a.ok('createDirectMessage', {path, body: {content: 'by nonce', nonce}})));
    assert.equal(new Set(answers.map((answer) => answer.message.id)).size, 1);
    assert.ok(answers.every((answer) => answer.message.nonce === nonce));
    await Promise.all(Array.from({length: 10}, () => a.ok('createDirectMessage', {path, body: {content: 'by key'}, headers: {'idempotency-key': key}})));
    assert.deepEqual((await page(b, id)).map((message) => message.content), ['by nonce', 'by key']);
});

test('a reply carries what it answers, of the same conversation only', async () => {
    const [a, b, c] = await people(3);
    const [withB, withC] = [await conversation(a, b), await conversation(a, c)];
    const question = await whisper(b, withB.id, 'Well?');
    assert.deepEqual((await whisper(a, withB.id, 'Well', {replyToId: question.id})).replyTo, {id: question.id, author: question.author, content: 'Well?'});
    await a.refused('createDirectMessage', 400, {path: {conversationId: withC.id}, body: {content: 'x', replyToId: question.id}}, 'invalid_input');
});

test('8 writers at once in one conversation: ids grow, nothing is lost', async () => {
    const [a, b] = await people(2);
    const {id} = await conversation(a, b);
    const answered = (await Promise.all(Array.from({length: 8}, async (_, writer) => {
        const mine = [];
        for (let i = 0; i < 6; i += 1) mine.push((await whisper(writer % 2 ? a : b, id, `${writer} ${i}`)).id);
        assert.deepEqual(mine, sorted(mine));
        return mine;
    }))).flat();
    assert.deepEqual(ids(await page(a, id, {limit: 100})), sorted(answered));
});

test('typing is accepted from a participant', async () => {
    const [a, b] = await people(2);
    const {id} = await conversation(a, b);
    assert.equal((await b.call('typeInConversation', {path: {conversationId: id}})).status, 204);
});
