// Pinned messages of channels.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {company, say} from '../support/world.mjs';

const pins = async (client, path) => (await client.ok('listPins', {path})).messages.map(({id}) => id);
const at = (path, messageId) => ({path: {...path, messageId}});

test('what was pinned last comes first, whole, and says so wherever it stands', async () => {
    const {owner, member, path} = await company();
    const [a, b, c] = [await say(member, path, 'a'), await say(owner, path, 'b'), await say(member, path, 'c')];
    for (const {id} of [b, c, a]) assert.equal((await owner.call('pinMessage', at(path, id))).status, 204);
    assert.deepEqual(await pins(member, path), [a.id, c.id, b.id]);
    const [first] = (await member.ok('listPins', {path})).messages;
    assert.deepEqual(first, {...a, pinned: true});
    assert.equal((await member.ok('getMessage', at(path, a.id))).message.pinned, true);
    await owner.ok('unpinMessage', at(path, a.id));
    assert.deepEqual(await pins(member, path), [c.id, b.id]);
    assert.equal((await member.ok('getMessage', at(path, a.id))).message.pinned, false);
});

test('pinning again keeps the place, and unpinning again changes nothing', async () => {
    const {owner, path} = await company();
    const [a, b] = [await say(owner, path, 'a'), await say(owner, path, 'b')];
    for (const {id} of [a, b, a, a]) await owner.ok('pinMessage', at(path, id));
    assert.deepEqual(await pins(owner, path), [b.id, a.id]);
    for (let i = 0; i < 2; i += 1) await owner.ok('unpinMessage', at(path, b.id));
    await owner.ok('pinMessage', at(path, b.id));
    assert.deepEqual(await pins(owner, path), [b.id, a.id]);
});

test('only who manages messages pins, and only what is there to see', async () => {
    const {owner, member, outsider, serverId, path} = await company();
    const {id} = await say(member, path, 'mine');
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'other', type: 'text'}});
    for (const call of ['pinMessage', 'unpinMessage']) {
        await member.refused(call, 403, at(path, id), 'forbidden');
        await outsider.refused(call, 404, at(path, id), 'not_found');
        await owner.refused(call, 404, at({serverId, channelId: channel.id}, id), 'not_found');
        await owner.refused(call, 404, at(path, 9007199254740991), 'not_found');
    }
    await outsider.refused('listPins', 404, {path}, 'not_found');
    assert.deepEqual(await pins(owner, path), []);
});

test('a deleted message is pinned no more and makes room for another', async () => {
    const {owner, path} = await company();
    const {id} = await say(owner, path, 'x');
    await owner.ok('pinMessage', at(path, id));
    await owner.ok('deleteMessage', at(path, id));
    assert.deepEqual(await pins(owner, path), []);
    for (const call of ['pinMessage', 'unpinMessage']) await owner.refused(call, 404, at(path, id), 'not_found');
});

test('a channel holds 50 pinned messages, however many are pinned at once', async () => {
    const {owner, path} = await company();
    const messages = [];
    for (let i = 0; i < 54; i += 1) messages.push(await say(owner, path, `m${i}`));
    for (const {id} of messages.slice(0, 46)) await owner.ok('pinMessage', at(path, id));
    const answers = await Promise.all(messages.slice(46).map(({id}) => owner.call('pinMessage', at(path, id))));
    assert.deepEqual(answers.map(({status}) => status).sort(), [204, 204, 204, 204, 409, 409, 409, 409]);
    for (const {status, body} of answers) if (status === 409) assert.equal(body.code, 'pin_limit');
    assert.equal((await pins(owner, path)).length, 50);
    await owner.ok('pinMessage', at(path, messages[0].id));
    await owner.ok('deleteMessage', at(path, messages[0].id));
    const [left] = messages.slice(46).filter((_, i) => answers[i].status === 409);
    await owner.ok('pinMessage', at(path, left.id));
    assert.equal((await pins(owner, path))[0], left.id);
});

test('the audit log tells of pins and of what moderators deleted, not of one\'s own', async () => {
    const {owner, member, serverId, path} = await company();
    const [a, b, c, d] = [await say(member, path, 'a'), await say(member, path, 'b'), await say(member, path, 'c'), await say(owner, path, 'd')];
    await owner.ok('pinMessage', at(path, a.id));
    await owner.ok('pinMessage', at(path, a.id));
    await owner.ok('unpinMessage', at(path, a.id));
    await owner.ok('deleteMessage', {...at(path, a.id), headers: {'x-audit-log-reason': 'spam'}});
    await owner.ok('deleteMessage', at(path, d.id));
    await owner.ok('deleteMessages', {path, body: {ids: [b.id, c.id]}});
    const {entries} = await owner.ok('listAuditLog', {path: {serverId}});
    const seen = entries.map(({action, targetId}) => [action, targetId]).filter(([action]) => action.startsWith('message'));
    const told = [['message_pin', a.id], ['message_unpin', a.id], ['message_delete', a.id], ['messages_bulk_delete', path.channelId]];
    assert.deepEqual([...seen].sort(), told.sort());
    const deletion = entries.find(({action}) => action === 'message_delete');
    assert.equal(deletion.reason, 'spam');
    assert.deepEqual(deletion.changes.map(({key, before}) => [key, before]), [['authorId', member.id], ['channelId', path.channelId]]);
    assert.ok(!JSON.stringify(entries).includes('"a"'));
});
