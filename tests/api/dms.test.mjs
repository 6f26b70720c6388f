// Direct messages: conversations and what is said in them.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {registry, upload} from '../support/files.mjs';
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
        ['typeInConversation'], ['readConversation', {body: {messageId: message.id}}], ['getConversation'], ['leaveConversation'], ['getDirectMessage'],
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

const group = async (client, ...others) => (await client.ok('createConversation', {body: {userIds: ids(others)}})).conversation;
const look = async (client, conversationId) => (await client.ok('getConversation', {path: {conversationId}})).conversation;

test('one conversation and one message look as they do in their lists', async () => {
    const [a, b] = await people(2);
    const {id} = await conversation(a, b);
    const message = await whisper(a, id, 'hello');
    assert.deepEqual(await look(b, id), (await b.ok('listConversations')).conversations[0]);
    const path = {conversationId: id, messageId: message.id};
    assert.deepEqual((await b.ok('getDirectMessage', {path})).message, (await page(b, id))[0]);
    await a.ok('deleteDirectMessage', {path});
    await b.refused('getDirectMessage', 404, {path});
});

test('who leaves a group finds nothing of it any more, by any door, and what they wrote stays', async () => {
    const [a, b, c] = await people(3);
    const {id} = await group(a, b, c);
    const message = await whisper(b, id, 'bye');
    assert.equal((await b.call('leaveConversation', {path: {conversationId: id}})).status, 204);
    for (const [operationId, more] of [
        ['getConversation'], ['leaveConversation'], ['listDirectMessages'], ['createDirectMessage', {body: {content: 'x'}}], ['updateDirectMessage', {body: {content: 'x'}}],
        ['deleteDirectMessage'], ['getDirectMessage'], ['typeInConversation'], ['readConversation', {body: {messageId: message.id}}],
    ]) await b.refused(operationId, 404, {path: {conversationId: id, messageId: message.id}, ...more}, 'not_found');
    assert.deepEqual((await b.ok('listConversations')).conversations, []);
    assert.deepEqual(sorted(ids((await look(a, id)).participants)), sorted([a.id, c.id]));
    assert.deepEqual((await page(c, id)).map((one) => [one.content, one.author.id]), [['bye', b.id]]);
});

test('a conversation of two cannot be left', async () => {
    const [a, b] = await people(2);
    const {id} = await conversation(a, b);
    await a.refused('leaveConversation', 409, {path: {conversationId: id}}, 'not_a_group');
    assert.equal((await look(a, id)).participants.length, 2);
});

test('all of a group leave at once: each exactly once, and then it is gone', async () => {
    const all = await people(5);
    const {id} = await group(all[0], ...all.slice(1));
    await whisper(all[1], id, 'x');
    const answers = await Promise.all(all.flatMap((one) => [one, one]).map((one) => one.call('leaveConversation', {path: {conversationId: id}})));
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [...Array(5).fill(204), ...Array(5).fill(404)]);
    for (const one of all) await one.refused('getConversation', 404, {path: {conversationId: id}});
});

test('who leaves while they write: what was refused is not there, what was accepted is', async () => {
    const [a, b, c] = await people(3);
    const {id} = await group(a, b, c);
    const writing = Promise.all(Array.from({length: 12}, (_, i) => b.call('createDirectMessage', {path: {conversationId: id}, body: {content: `${i}`}})));
    await b.ok('leaveConversation', {path: {conversationId: id}});
    const answers = await writing;
    const accepted = answers.filter((answer) => answer.status === 201).map((answer) => answer.body.message.id);
    assert.ok(answers.every((answer) => [201, 404].includes(answer.status)));
    assert.deepEqual(ids(await page(a, id)), sorted(accepted));
});

test('a group names nobody twice, nobody unknown, not oneself, and at most ten', async () => {
    const [a, b, c] = await people(3);
    assert.equal((await group(a, b, c, b)).participants.length, 3);
    for (const userIds of [[a.id, b.id], 'x', [0], ['1'], [b.id, null]]) {
        const error = await a.refused('createConversation', 400, {body: {userIds}}, 'invalid_input');
        assert.deepEqual(Object.keys(error.fields), ['userIds'], JSON.stringify(userIds));
    }
});

test('unread and last read are what a naive count says, whatever people do at once', async () => {
    const all = await people(3);
    const {id} = await group(all[0], ...all.slice(1));
    const path = {conversationId: id};
    const alive = new Map();
    const act = async (client, step) => {
        const known = [...alive.keys()];
        const any = known[(step * 7 + client.id) % known.length];
        if (any && step % 4 === 1) return client.call('readConversation', {path, body: {messageId: any}});
        if (any && step % 4 === 2 && alive.get(any) === client) {
            alive.delete(any);
            return client.call('deleteDirectMessage', {path: {...path, messageId: any}});
        }
        const message = await whisper(client, id, `${step}`);
        return alive.set(message.id, client);
    };
    await Promise.all(all.map(async (client) => {
        for (let step = 0; step < 16; step += 1) await act(client, step);
    }));
    const messages = await page(all[0], id, {limit: 100});
    assert.deepEqual(ids(messages), sorted([...alive.keys()]));
    for (const client of all) {
        const {unreadCount, lastReadId} = await look(client, id);
        assert.equal(unreadCount, messages.filter((message) => message.id > lastReadId).length, `of ${lastReadId} in ${ids(messages)}`);
    }
});

const react = (client, path, emoji) => client.call('addDirectReaction', {path: {...path, emoji}});
const reactionsOf = async (client, path) => (await client.ok('getDirectMessage', {path})).message.reactions;

test('a reaction is counted once a person, shows whose it is, and is taken back', async () => {
    const [a, b] = await people(2);
    const {id} = await conversation(a, b);
    const path = {conversationId: id, messageId: (await whisper(a, id, 'nice')).id};
    for (const client of [a, a, b]) assert.equal((await react(client, path, '👍')).status, 204);
    assert.equal((await react(b, path, '🎉')).status, 204);
    assert.deepEqual(await reactionsOf(a, path), [{emoji: '👍', count: 2, me: true}, {emoji: '🎉', count: 1, me: false}]);
    const {users} = await a.ok('listDirectReactions', {path: {...path, emoji: '👍'}});
    assert.deepEqual(ids(users), sorted([a.id, b.id]));
    assert.deepEqual(ids((await a.ok('listDirectReactions', {path: {...path, emoji: '👍'}, query: {limit: 1, after: Math.min(a.id, b.id)}})).users), [Math.max(a.id, b.id)]);
    for (let i = 0; i < 2; i += 1) assert.equal((await b.call('removeDirectReaction', {path: {...path, emoji: '👍'}})).status, 204);
    assert.deepEqual(await reactionsOf(b, path), [{emoji: '👍', count: 1, me: false}, {emoji: '🎉', count: 1, me: true}]);
    assert.deepEqual((await page(a, id))[0].reactions, await reactionsOf(a, path));
    const {message} = await a.ok('updateDirectMessage', {path, body: {content: 'nicer'}});
    assert.deepEqual(message.reactions, await reactionsOf(a, path));
});

test('in a direct message only Unicode emoji are reactions, at most 20 kinds, however many come at once', async () => {
    const [a, b] = await people(2);
    const {id} = await conversation(a, b);
    const path = {conversationId: id, messageId: (await whisper(a, id, 'x')).id};
    for (const emoji of ['wave:12', 'x', '👍👍', ' ']) for (const operationId of ['addDirectReaction', 'removeDirectReaction', 'listDirectReactions']) {
        const error = await a.refused(operationId, 400, {path: {...path, emoji}}, 'invalid_input');
        assert.deepEqual(Object.keys(error.fields), ['emoji'], emoji);
    }
    const kinds = Array.from({length: 24}, (_, i) => String.fromCodePoint(0x1f600 + i));
    const answers = await Promise.all(kinds.map((emoji, i) => react(i % 2 ? a : b, path, emoji)));
    assert.deepEqual(answers.map(({status}) => status).sort(), [...Array(20).fill(204), ...Array(4).fill(answers.find(({status}) => status !== 204).status)]);
    const shown = await reactionsOf(a, path);
    assert.equal(shown.length, 20);
    assert.equal((await react(a, path, shown[0].emoji)).status, 204);
});

test('only who takes part reacts, to a message that is there, and nobody who is blocked', async () => {
    const [a, b, stranger] = await people(3);
    const {id} = await conversation(a, b);
    const path = {conversationId: id, messageId: (await whisper(a, id, 'x')).id, emoji: '👍'};
    for (const operationId of ['addDirectReaction', 'removeDirectReaction', 'listDirectReactions']) {
        await stranger.refused(operationId, 404, {path}, 'not_found');
        await a.refused(operationId, 404, {path: {...path, messageId: 9007199254740991}}, 'not_found');
    }
    await b.ok('addDirectReaction', {path});
    await a.ok('blockUser', {path: {userId: b.id}});
    await b.refused('addDirectReaction', 403, {path: {...path, emoji: '🎉'}}, 'forbidden');
    assert.equal((await b.call('removeDirectReaction', {path})).status, 204);
    assert.equal((await react(a, path, '🎉')).status, 204);
});

test('the files of a group go with whoever leaves last, not before', async () => {
    const [a, b, c] = await people(3);
    const {id} = await group(a, b, c);
    const {id: fileId} = await upload(a, 'for the group', 'a.txt');
    await whisper(a, id, 'look', {attachmentIds: [fileId]});
    const isKept = () => registry(`SELECT dropped_at IS NULL FROM uploads WHERE id = ${fileId}`)[0];
    for (const client of [a, b]) await client.ok('leaveConversation', {path: {conversationId: id}});
    assert.equal(isKept(), 't');
    await c.ok('leaveConversation', {path: {conversationId: id}});
    assert.equal(isKept(), 'f');
});
