// Files nobody needs any more go, and no others.
import assert from 'node:assert/strict';
import {chownSync, existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync} from 'node:fs';
import {randomBytes} from 'node:crypto';
import {join} from 'node:path';
import {test} from 'node:test';
import {registry, statusOf, sweep, upload} from '../support/files.mjs';
import {png} from '../support/pictures.mjs';
import {target} from '../support/target.mjs';
import {company, conversation, newServer, person, say, whisper} from '../support/world.mjs';

const keyOf = ({url}) => url.split('/')[2];
const filesOf = (key) => {
    const folder = join(target.home, 'uploads', key.slice(0, 2));
    return existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith(key)).length : 0;
};
const rowsOf = (...files) => Number(registry(`SELECT count(*) FROM uploads WHERE id IN (${files.map(({id}) => id).join()})`)[0]);
const age = (interval, ...files) => registry(`UPDATE uploads SET created_at = now() - interval '${interval}', checked_at = now() - interval '${interval}' WHERE id IN (${files.map(({id}) => id).join()})`);
const file = (client) => upload(client, png(900, 300), 'a.png');

test('a file that nothing named in a day goes, from the disk and the registry; a younger one stays', async () => {
    const client = await person();
    const [old, young] = [await file(client), await file(client)];
    age('25 hours', old);
    age('23 hours', young);
    await sweep();
    assert.deepEqual([rowsOf(old), filesOf(keyOf(old)), await statusOf(client, old.url)], [0, 0, 404]);
    assert.deepEqual([rowsOf(young), filesOf(keyOf(young)), await statusOf(client, young.url)], [1, 2, 200]);
});

test('what one gives up himself goes with the next run', async () => {
    const client = await person();
    const given = await file(client);
    await client.ok('deleteUpload', {path: {uploadId: given.id}});
    await sweep();
    assert.deepEqual([rowsOf(given), filesOf(keyOf(given))], [0, 0]);
});

test('files of messages stay, and go after their message, channel, or server did', async () => {
    const {owner, member, path, serverId} = await company();
    const other = await newServer(owner, 'short lived');
    const {id: conversationId} = await conversation(owner, member);
    const [kept, deleted, direct, gone, lost] = [await file(owner), await file(owner), await file(owner), await file(owner), await file(owner)];
    await say(owner, path, 'kept', {attachmentIds: [kept.id]});
    const {id: messageId} = await say(owner, path, 'deleted', {attachmentIds: [deleted.id]});
    const whispered = await whisper(owner, conversationId, 'direct', {attachmentIds: [direct.id]});
    await say(owner, other.path, 'gone', {attachmentIds: [gone.id]});
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'second', type: 'text'}});
    await say(owner, {serverId, channelId: channel.id}, 'lost', {attachmentIds: [lost.id]});
    age('3 days', kept, deleted, direct, gone, lost);
    await sweep();
    assert.equal(rowsOf(kept, deleted, direct, gone, lost), 5);
    await owner.ok('deleteMessage', {path: {...path, messageId}});
    await owner.ok('deleteDirectMessage', {path: {conversationId, messageId: whispered.id}});
    await owner.ok('deleteServer', {path: {serverId: other.serverId}, body: {name: 'short lived'}});
    await owner.ok('deleteChannel', {path: {serverId, channelId: channel.id}});
    age('3 days', kept, deleted, direct, gone, lost);
    await sweep();
    assert.deepEqual([kept, deleted, direct, gone, lost].map((one) => filesOf(keyOf(one))), [2, 0, 0, 0, 0]);
    assert.equal(rowsOf(deleted, direct, gone, lost), 0);
    assert.equal(await statusOf(member, kept.url), 200);
});

test('a claim that was cut off is settled by what the place says', async () => {
    const {owner, path, serverId, channelId} = await company();
    const [stored, never] = [await file(owner), await file(owner)];
    await say(owner, path, 'stored', {attachmentIds: [stored.id]});
    registry(`UPDATE uploads SET is_bound = false WHERE id = ${stored.id}`);
    registry(`UPDATE uploads SET place = 'channel:${serverId}:${channelId}' WHERE id = ${never.id}`);
    age('3 days', stored, never);
    await sweep();
    assert.deepEqual([rowsOf(stored), rowsOf(never)], [1, 0]);
    assert.equal(registry(`SELECT is_bound FROM uploads WHERE id = ${stored.id}`)[0], 't');
});

test('what a killed worker left on the disk goes after a day, and nothing else', async () => {
    const client = await person();
    const known = await file(client);
    const put = (ending, hours) => {
        const key = randomBytes(16).toString('hex');
        const folder = join(target.home, 'uploads', key.slice(0, 2));
        mkdirSync(folder, {recursive: true});
        const {uid, gid} = statSync(join(target.home, 'uploads'));
        chownSync(folder, uid, gid);
        writeFileSync(join(folder, key + ending), 'left');
        const when = Date.now() / 1000 - hours * 3600;
        utimesSync(join(folder, key + ending), when, when);
        return key;
    };
    const [part, whole, fresh] = [put('.part', 30), put('', 30), put('', 1)];
    const when = Date.now() / 1000 - 30 * 3600;
    utimesSync(join(target.home, 'uploads', keyOf(known).slice(0, 2), keyOf(known)), when, when);
    await sweep();
    assert.deepEqual([part, whole, fresh, keyOf(known)].map(filesOf), [0, 0, 1, 2]);
});
