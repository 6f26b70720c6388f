// Reactions to messages: react, take back, who, how many.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {bits, hide, putMember} from '../support/roles.mjs';
import {company, letIn, newServer, person, say} from '../support/world.mjs';

const at = (path, messageId, emoji, more = {}) => ({path: {...path, messageId, emoji, ...more}});
const reactions = async (client, path, messageId) => (await client.ok('getMessage', {path: {...path, messageId}})).message.reactions;
const who = async (client, ...where) => (await client.ok('listReactionUsers', at(...where))).users.map(({id}) => id);

test('reactions are counted, the first emoji first, and everybody sees which are his', async () => {
    const {owner, member, path} = await company();
    const {id} = await say(owner, path, 'x');
    assert.deepEqual(await reactions(owner, path, id), []);
    await owner.ok('addReaction', at(path, id, '👍'));
    await member.ok('addReaction', at(path, id, '🎉'));
    await member.ok('addReaction', at(path, id, '👍'));
    assert.deepEqual(await reactions(owner, path, id), [{emoji: '👍', count: 2, me: true}, {emoji: '🎉', count: 1, me: false}]);
    assert.deepEqual(await reactions(member, path, id), [{emoji: '👍', count: 2, me: true}, {emoji: '🎉', count: 1, me: true}]);
    const [listed] = (await owner.ok('listMessages', {path})).messages;
    assert.deepEqual(listed.reactions, await reactions(owner, path, id));
    assert.deepEqual(await who(owner, path, id, '👍'), [owner.id, member.id].sort((a, b) => a - b));
    assert.deepEqual(await who(owner, path, id, '🍕'), []);
});

test('reacting and taking back again changes nothing', async () => {
    const {owner, member, path} = await company();
    const {id} = await say(owner, path, 'x');
    for (let i = 0; i < 3; i += 1) assert.equal((await member.call('addReaction', at(path, id, '👍'))).status, 204);
    assert.deepEqual(await reactions(owner, path, id), [{emoji: '👍', count: 1, me: false}]);
    for (let i = 0; i < 3; i += 1) assert.equal((await member.call('removeReaction', at(path, id, '👍'))).status, 204);
    assert.deepEqual(await reactions(owner, path, id), []);
    await member.ok('addReaction', at(path, id, '👍'));
    assert.equal((await reactions(owner, path, id)).length, 1);
});

test('two ways of writing one emoji are one reaction', async () => {
    const {owner, member, path} = await company();
    const {id} = await say(owner, path, 'x');
    await owner.ok('addReaction', at(path, id, '\u2764'));
    await member.ok('addReaction', at(path, id, '\u2764\ufe0f'));
    assert.deepEqual(await reactions(owner, path, id), [{emoji: '\u2764\ufe0f', count: 2, me: true}]);
    await owner.ok('removeReaction', at(path, id, '\u2764\ufe0f'));
    assert.deepEqual(await who(owner, path, id, '\u2764'), [member.id]);
});

test('what is not one emoji is refused by every call', async () => {
    const {owner, path} = await company();
    const {id} = await say(owner, path, 'x');
    for (const emoji of ['a', '1', '👍👍', '👍x', ' ', 'é', '\u200d', ':smile:', 'smile:0', 'smile:x', '<b>', "'; --", '👩\u200d'.repeat(30), '%']) {
        for (const call of ['addReaction', 'removeReaction', 'listReactionUsers']) {
            const error = await owner.refused(call, 400, at(path, id, emoji), 'invalid_input');
            assert.deepEqual(Object.keys(error.fields), ['emoji'], JSON.stringify(emoji));
        }
        await owner.refused('removeReactionOf', 400, at(path, id, emoji, {userId: owner.id}), 'invalid_input');
    }
    await owner.refused('addReaction', 400, at(path, id, 'nothere:123'), 'invalid_input');
    assert.deepEqual(await reactions(owner, path, id), []);
});

test('a moderator takes anybody\'s reaction away, others only their own', async () => {
    const {owner, member, path} = await company();
    const {id} = await say(owner, path, 'x');
    for (const client of [owner, member]) await client.ok('addReaction', at(path, id, '👍'));
    await member.refused('removeReactionOf', 403, at(path, id, '👍', {userId: owner.id}), 'forbidden');
    await owner.ok('removeReactionOf', at(path, id, '👍', {userId: member.id}));
    assert.deepEqual(await who(owner, path, id, '👍'), [owner.id]);
    await owner.ok('removeReactionOf', at(path, id, '👍', {userId: owner.id}));
    await owner.ok('removeReactionOf', at(path, id, '👍', {userId: 9007199254740991}));
    assert.deepEqual(await reactions(owner, path, id), []);
});

test('a message has at most 20 different reactions; others may still be joined', async () => {
    const {owner, member, path} = await company();
    const {id} = await say(owner, path, 'x');
    const many = Array.from({length: 22}, (_, i) => String.fromCodePoint(0x1f600 + i));
    const answers = await Promise.all(many.map((emoji) => owner.call('addReaction', at(path, id, emoji))));
    assert.equal(answers.filter(({status}) => status === 204).length, 20);
    for (const {status, body} of answers) if (status !== 204) assert.deepEqual([status, body.code], [409, 'reaction_limit']);
    const there = (await reactions(owner, path, id)).map(({emoji}) => emoji);
    assert.equal(there.length, 20);
    await member.ok('addReaction', at(path, id, there[3]));
    await member.refused('addReaction', 409, at(path, id, '🍕'), 'reaction_limit');
    await owner.ok('removeReaction', at(path, id, there[0]));
    await member.ok('addReaction', at(path, id, '🍕'));
});

test('reactions of many at once are all counted, and all gone when all are taken back at once', async () => {
    const owner = await person('owner');
    const {serverId, path} = await newServer(owner);
    const people = await Promise.all(Array.from({length: 12}, () => person('fan')));
    await letIn(owner, serverId, ...people);
    const {id} = await say(owner, path, 'x');
    await Promise.all(people.flatMap((client) => [client.ok('addReaction', at(path, id, '👍')), client.ok('addReaction', at(path, id, '👍'))]));
    assert.deepEqual(await reactions(owner, path, id), [{emoji: '👍', count: 12, me: false}]);
    const all = people.map((client) => client.id).sort((a, b) => a - b);
    const walked = [];
    for (let after = 0; ; after = walked.at(-1)) {
        const {users} = await owner.ok('listReactionUsers', {...at(path, id, '👍'), query: {after, limit: 5}});
        walked.push(...users.map((user) => user.id));
        if (users.length < 5) break;
    }
    assert.deepEqual(walked, all);
    await owner.refused('listReactionUsers', 400, {...at(path, id, '👍'), query: {limit: 0}}, 'invalid_input');
    await Promise.all(people.map((client) => client.ok('removeReaction', at(path, id, '👍'))));
    assert.deepEqual(await reactions(owner, path, id), []);
});

test('reactions stay with an edit, and nobody reacts to what is not there or not his to see', async () => {
    const {owner, member, outsider, serverId, path} = await company();
    const {id} = await say(owner, path, 'x');
    await owner.ok('addReaction', at(path, id, '👍'));
    const edited = (await owner.ok('updateMessage', {path: {...path, messageId: id}, body: {content: 'y'}})).message;
    assert.deepEqual(edited.reactions, [{emoji: '👍', count: 1, me: true}]);
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'other', type: 'text'}});
    const calls = (where, client) => Promise.all([
        client.refused('addReaction', 404, at(where, id, '👍'), 'not_found'), client.refused('removeReaction', 404, at(where, id, '👍'), 'not_found'),
        client.refused('removeReactionOf', 404, at(where, id, '👍', {userId: owner.id}), 'not_found'), client.refused('listReactionUsers', 404, at(where, id, '👍'), 'not_found'),
    ]);
    await calls(path, outsider);
    await calls({serverId, channelId: channel.id}, owner);
    await owner.ok('deleteMessage', {path: {...path, messageId: id}});
    await calls(path, owner);
});

test('who is timed out neither reacts nor edits, and may take back what is his', async () => {
    const {owner, member, serverId, path} = await company();
    const {id} = await say(member, path, 'x');
    await owner.ok('addReaction', at(path, id, '👍'));
    await member.ok('addReaction', at(path, id, '👍'));
    await owner.ok('updateMember', {path: {serverId, userId: member.id}, body: {timeoutUntil: new Date(Date.now() + 60_000).toISOString()}});
    await member.refused('addReaction', 403, at(path, id, '🎉'), 'forbidden');
    await member.refused('updateMessage', 403, {path: {...path, messageId: id}, body: {content: 'y'}}, 'forbidden');
    await member.refused('createMessage', 403, {path, body: {content: 'y'}}, 'forbidden');
    await member.ok('removeReaction', at(path, id, '👍'));
    await member.refused('addReaction', 403, at(path, id, '👍'), 'forbidden');
    assert.deepEqual(await reactions(owner, path, id), [{emoji: '👍', count: 1, me: true}]);
});

test('the first of a kind needs ADD_REACTIONS; whoever reads may join it; whoever reads nothing may not', async () => {
    const {owner, member, path} = await company();
    const addReactions = String(1n << 6n);
    const {id} = await say(owner, path, 'x');
    await owner.ok('addReaction', at(path, id, '👍'));
    await owner.ok(...putMember(path, member, '0', addReactions));
    await member.refused('addReaction', 403, at(path, id, '🎉'), 'forbidden');
    await member.ok('addReaction', at(path, id, '👍'));
    await owner.ok('removeReaction', at(path, id, '👍'));
    await member.ok('removeReaction', at(path, id, '👍'));
    await member.refused('addReaction', 403, at(path, id, '👍'), 'forbidden');
    await owner.ok('addReaction', at(path, id, '👍'));
    await owner.ok(...putMember(path, member, '0', bits('READ_MESSAGE_HISTORY')));
    for (const call of ['addReaction', 'removeReaction', 'listReactionUsers']) await member.refused(call, 403, at(path, id, '👍'), 'forbidden');
    for (const call of ['listPins', 'listMessages']) await member.refused(call, 403, {path}, 'forbidden');
});

test('in a channel that is not his to see nobody reads, reacts, pins, edits, deletes or looks at histories: 404, and nothing changes', async () => {
    const {owner, member, path} = await company();
    const [mine, other] = [await say(member, path, 'mine'), await say(owner, path, 'other')];
    await hide(owner, path);
    const where = {path: {...path, messageId: mine.id}};
    for (const call of ['getMessage', 'deleteMessage', 'listMessageEdits', 'pinMessage', 'unpinMessage']) await member.refused(call, 404, where, 'not_found');
    await member.refused('updateMessage', 404, {...where, body: {content: 'y'}}, 'not_found');
    await member.refused('createMessage', 404, {path, body: {content: 'y', replyToId: other.id}}, 'not_found');
    await member.refused('deleteMessages', 404, {path, body: {ids: [mine.id, other.id]}}, 'not_found');
    await member.refused('readChannel', 404, {path, body: {messageId: other.id}}, 'not_found');
    for (const call of ['listPins', 'listMessages']) await member.refused(call, 404, {path}, 'not_found');
    for (const call of ['addReaction', 'removeReaction', 'listReactionUsers']) await member.refused(call, 404, at(path, mine.id, '👍'), 'not_found');
    await member.refused('removeReactionOf', 404, at(path, mine.id, '👍', {userId: owner.id}), 'not_found');
    const {messages} = await owner.ok('listMessages', {path});
    assert.deepEqual(messages, [mine, other]);
});

test('MANAGE_MESSAGES in the channel pins, deletes and takes reactions away, as long as it is there', async () => {
    const {owner, member, path} = await company();
    const {id} = await say(owner, path, 'x');
    await owner.ok('addReaction', at(path, id, '👍'));
    await owner.ok(...putMember(path, member, bits('MANAGE_MESSAGES')));
    await member.ok('pinMessage', {path: {...path, messageId: id}});
    await member.ok('removeReactionOf', at(path, id, '👍', {userId: owner.id}));
    await owner.ok(...putMember(path, member));
    await member.refused('deleteMessage', 403, {path: {...path, messageId: id}}, 'forbidden');
    await owner.ok(...putMember(path, member, bits('MANAGE_MESSAGES')));
    await member.ok('deleteMessage', {path: {...path, messageId: id}});
});
