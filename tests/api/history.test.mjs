// What messages said before they were edited.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {company, newServer, say} from '../support/world.mjs';

const edit = async (client, path, messageId, content) => (await client.ok('updateMessage', {path: {...path, messageId}, body: {content}})).message;
const history = async (client, path, messageId) => (await client.ok('listMessageEdits', {path: {...path, messageId}})).edits;

test('each edit keeps the text before it, oldest first, with the time it was written', async () => {
    const {member, path} = await company();
    const message = await say(member, path, 'one');
    assert.deepEqual(await history(member, path, message.id), []);
    const second = await edit(member, path, message.id, 'two');
    const third = await edit(member, path, message.id, 'three');
    assert.deepEqual(await history(member, path, message.id), [
        {content: 'one', writtenAt: message.createdAt},
        {content: 'two', writtenAt: second.editedAt},
    ]);
    assert.equal((await member.ok('getMessage', {path: {...path, messageId: message.id}})).message.editedAt, third.editedAt);
});

test('an edit that changes nothing makes no entry and is no edit', async () => {
    const {member, path} = await company();
    const message = await say(member, path, 'same');
    assert.deepEqual(await edit(member, path, message.id, ' same '), message);
    assert.deepEqual(await history(member, path, message.id), []);
    const edited = await edit(member, path, message.id, 'other');
    assert.deepEqual(await edit(member, path, message.id, 'other'), edited);
    assert.equal((await history(member, path, message.id)).length, 1);
});

test('edits at once are all kept', async () => {
    const {member, path} = await company();
    const message = await say(member, path, 'edit 0');
    await Promise.all(Array.from({length: 8}, (_, i) => edit(member, path, message.id, `edit ${i + 1}`)));
    const kept = (await history(member, path, message.id)).map(({content}) => content);
    const now = (await member.ok('getMessage', {path: {...path, messageId: message.id}})).message.content;
    assert.equal(kept[0], 'edit 0');
    assert.deepEqual([...kept, now].sort(), Array.from({length: 9}, (_, i) => `edit ${i}`));
});

test('the author and who manages messages may look, nobody else', async () => {
    const {owner, member, outsider, serverId, path} = await company();
    const [theirs, ours] = [await say(member, path, 'a'), await say(owner, path, 'b')];
    await edit(member, path, theirs.id, 'a2');
    await edit(owner, path, ours.id, 'b2');
    assert.deepEqual((await history(owner, path, theirs.id)).map(({content}) => content), ['a']);
    await member.refused('listMessageEdits', 403, {path: {...path, messageId: ours.id}}, 'forbidden');
    await outsider.refused('listMessageEdits', 404, {path: {...path, messageId: ours.id}}, 'not_found');
    const elsewhere = await newServer(owner);
    await owner.refused('listMessageEdits', 404, {path: {...elsewhere.path, messageId: ours.id}}, 'not_found');
    await owner.refused('listMessageEdits', 404, {path: {serverId, channelId: path.channelId, messageId: 9007199254740991}}, 'not_found');
});

test('the history of a deleted message is gone with it', async () => {
    const {owner, member, path} = await company();
    const message = await say(member, path, 'a');
    await edit(member, path, message.id, 'b');
    await member.ok('deleteMessage', {path: {...path, messageId: message.id}});
    for (const client of [owner, member]) await client.refused('listMessageEdits', 404, {path: {...path, messageId: message.id}}, 'not_found');
});
