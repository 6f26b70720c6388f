// Avatars, server icons and custom emoji: pictures for everybody who knows their address.
import assert from 'node:assert/strict';
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {anyone} from '../support/client.mjs';
import {fetchFile, registry, sql, statusOf, sweep, upload} from '../support/files.mjs';
import {movingGif, photo, png} from '../support/pictures.mjs';
import {target} from '../support/target.mjs';
import {company, person, say} from '../support/world.mjs';

const keyOf = (url) => url.split('/')[2];
const filesOf = (key) => {
    const folder = join(target.home, 'uploads', key.slice(0, 2));
    return existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith(key)) : [];
};
const picture = (client, seed = 0) => upload(client, png(900, 450, seed), 'me.png');

/** A picture for everybody, as it should be delivered. */
async function checkPublic(url) {
    const {status, headers, bytes} = await fetchFile(anyone, url);
    assert.equal(status, 200);
    assert.equal(headers.get('content-type'), 'image/webp');
    assert.equal(headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal(bytes.subarray(8, 12).toString(), 'WEBP');
    return bytes;
}

test('an avatar is shown to everybody wherever its owner is, and nothing of the upload is left', async () => {
    const {owner, member, path} = await company();
    const attachment = await upload(member, photo, 'holiday.jpg');
    const {user} = await member.ok('updateMe', {body: {avatarId: attachment.id}});
    assert.match(user.avatarUrl, /^\/uploads\/[0-9a-f]{32}\/avatar\.webp$/);
    assert.doesNotMatch((await checkPublic(user.avatarUrl)).toString('latin1'), /SecretCamera/);
    assert.equal(await statusOf(member, attachment.url), 404);
    assert.deepEqual(filesOf(keyOf(user.avatarUrl)), [`${keyOf(user.avatarUrl)}.square`]);
    assert.equal((await owner.ok('getUser', {path: {userId: member.id}})).user.avatarUrl, user.avatarUrl);
    assert.equal((await say(member, path, 'look at me')).author.avatarUrl, user.avatarUrl);
    const {user: next} = await member.ok('updateMe', {body: {avatarId: (await picture(member)).id}});
    assert.notEqual(next.avatarUrl, user.avatarUrl);
    await checkPublic(next.avatarUrl);
    assert.equal(await statusOf(anyone, user.avatarUrl), 401);
    assert.equal((await member.ok('updateMe', {body: {bio: 'still there'}})).user.avatarUrl, next.avatarUrl);
    assert.equal((await member.ok('updateMe', {body: {avatarId: null}})).user.avatarUrl, null);
    assert.equal(await statusOf(member, next.avatarUrl), 404);
    assert.equal((await say(member, path, 'no face')).author.avatarUrl, null);
});

test('only one\'s own free picture can be an avatar', async () => {
    const {owner, member, path} = await company();
    const [text, theirs, used] = [await upload(member, 'text', 'a.png'), await picture(owner), await picture(member)];
    await say(member, path, 'used', {attachmentIds: [used.id]});
    for (const avatarId of [text.id, theirs.id, used.id, 9007199254740991])
        assert.ok((await member.refused('updateMe', 400, {body: {avatarId, bio: 'changed'}}, 'invalid_input')).fields.avatarId);
    const {user} = await member.ok('getMe');
    assert.deepEqual([user.avatarUrl, user.bio], [null, null]);
    const {id} = await picture(member);
    const answers = await Promise.all([0, 1, 2].map(() => member.call('updateMe', {body: {avatarId: id}})));
    assert.deepEqual(answers.map(({status}) => status).sort(), [200, 400, 400]);
});

test('a server\'s icon is set by who manages it, heard of in the audit log, and taken away by null', async () => {
    const {owner, member, serverId} = await company();
    const path = {serverId};
    await member.refused('updateServer', 403, {path, body: {iconId: (await picture(member)).id}}, 'forbidden');
    const {server} = await owner.ok('updateServer', {path, body: {iconId: (await picture(owner)).id}});
    assert.match(server.iconUrl, /\/icon\.webp$/);
    await checkPublic(server.iconUrl);
    assert.equal((await member.ok('getServer', {path})).server.iconUrl, server.iconUrl);
    assert.equal((await owner.ok('updateServer', {path, body: {name: 'Renamed'}})).server.iconUrl, server.iconUrl);
    assert.equal((await owner.ok('updateServer', {path, body: {iconId: null}})).server.iconUrl, null);
    assert.equal(await statusOf(anyone, server.iconUrl), 401);
});

test('custom emoji are added and taken away by who may, and everybody in the server sees them', async () => {
    const {owner, member, outsider, serverId} = await company();
    const path = {serverId};
    assert.deepEqual((await member.ok('listEmojis', {path})).emojis, []);
    const {emoji} = await owner.ok('createEmoji', {path, body: {name: 'party_fox', imageId: (await upload(owner, movingGif, 'a.gif')).id}});
    assert.deepEqual([emoji.name, emoji.animated, emoji.creator.id], ['party_fox', true, owner.id]);
    assert.ok((await checkPublic(emoji.url)).includes('ANIM'));
    const {emoji: still} = await owner.ok('createEmoji', {path, body: {name: 'still', imageId: (await picture(owner)).id}});
    assert.equal(still.animated, false);
    assert.deepEqual((await member.ok('listEmojis', {path})).emojis, [emoji, still]);
    await outsider.refused('listEmojis', 404, {path});
    const {id: imageId} = await picture(member);
    await member.refused('createEmoji', 403, {path, body: {name: 'mine', imageId}}, 'forbidden');
    await outsider.refused('createEmoji', 404, {path, body: {name: 'mine', imageId}});
    await member.refused('deleteEmoji', 403, {path: {serverId, emojiId: emoji.id}}, 'forbidden');
    for (const name of ['a', 'x'.repeat(33), 'two words', 'naïve', ':x:'])
        assert.ok((await owner.refused('createEmoji', 400, {path, body: {name, imageId}}, 'invalid_input')).fields.name);
    assert.ok((await owner.refused('createEmoji', 400, {path, body: {name: 'theirs', imageId}}, 'invalid_input')).fields.imageId);
    await owner.ok('deleteEmoji', {path: {serverId, emojiId: emoji.id}});
    await owner.refused('deleteEmoji', 404, {path: {serverId, emojiId: emoji.id}});
    assert.equal(await statusOf(anyone, emoji.url), 401);
    assert.deepEqual((await member.ok('listEmojis', {path})).emojis, [still]);
    assert.deepEqual(sql(`SELECT action FROM audit_log WHERE action LIKE 'emoji%' ORDER BY id`, 'server', String(serverId)), ['emoji_create', 'emoji_create', 'emoji_delete']);
});

test('a server has a hundred emoji at most, also when the last come at once', async () => {
    const {owner, serverId} = await company();
    sql(`INSERT INTO emojis (name, url, creator_id) SELECT 'filler', '/uploads/none/emoji.webp', ${owner.id} FROM generate_series(1, 98)`, 'server', String(serverId));
    const images = await Promise.all([1, 2, 3, 4].map((seed) => picture(owner, seed)));
    const answers = await Promise.all(images.map(({id}) => owner.call('createEmoji', {path: {serverId}, body: {name: 'more', imageId: id}})));
    assert.deepEqual(answers.map(({status}) => status).sort(), [201, 201, 409, 409]);
    assert.equal(answers.find(({status}) => status === 409).body.code, 'too_many_emojis');
});

test('the sweep keeps what is shown and removes what is shown no more', async () => {
    const {owner, serverId} = await company();
    const {user} = await owner.ok('updateMe', {body: {avatarId: (await picture(owner)).id}});
    const {server} = await owner.ok('updateServer', {path: {serverId}, body: {iconId: (await picture(owner, 1)).id}});
    const {emoji} = await owner.ok('createEmoji', {path: {serverId}, body: {name: 'kept', imageId: (await picture(owner, 2)).id}});
    const stray = await picture(owner, 3);
    registry(`UPDATE uploads SET place = 'avatar:${owner.id}', url = '/uploads/cut/avatar.webp' WHERE id = ${stray.id}`);
    registry(`UPDATE uploads SET checked_at = now() - interval '3 days' WHERE user_id = ${owner.id}`);
    await sweep();
    for (const url of [user.avatarUrl, server.iconUrl, emoji.url]) await checkPublic(url);
    assert.equal(registry(`SELECT count(*) FROM uploads WHERE id = ${stray.id}`)[0], '0');
    await owner.ok('updateMe', {body: {avatarId: null}});
    await sweep();
    assert.deepEqual(filesOf(keyOf(user.avatarUrl)), []);
});

test('an avatar of somebody who deletes the account goes', async () => {
    const client = await person();
    const {user} = await client.ok('updateMe', {body: {avatarId: (await picture(client)).id}});
    await client.ok('deleteMe', {body: {}});
    registry(`UPDATE uploads SET checked_at = now() - interval '3 days' WHERE user_id = ${client.id}`);
    await sweep();
    assert.equal(await statusOf(anyone, user.avatarUrl), 401);
});
