// Files in messages, live.
import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {upload} from '../support/files.mjs';
import {png} from '../support/pictures.mjs';
import {connect, joined, settle} from '../support/sockets.mjs';
import {company, conversation} from '../support/world.mjs';

afterEach(settle);

test('a message emitted with files, and no text, is heard with them', async () => {
    const {owner, member, serverId, path} = await company();
    const [sender, listener] = [await joined(owner, serverId), await joined(member, serverId)];
    const attachment = await upload(owner, 'hello', 'a.txt');
    const {message} = await sender.askOk('send_message', {...path, content: '', attachmentIds: [attachment.id]});
    assert.deepEqual(message.attachments, [attachment]);
    assert.deepEqual((await listener.wait('new_message')).attachments, [attachment]);
    const {code} = await sender.ask('send_message', {...path, content: 'x', attachmentIds: [attachment.id]});
    assert.equal(code, 'invalid_input');
});

test('a private message emitted with files is heard with them', async () => {
    const {owner, member} = await company();
    const {id: conversationId} = await conversation(owner, member);
    const [sender, listener] = [await connect(owner), await connect(member)];
    const attachment = await upload(owner, 'hello', 'a.txt');
    const {message} = await sender.askOk('send_private_message', {conversationId, content: '', attachmentIds: [attachment.id]});
    assert.deepEqual(message.attachments, [attachment]);
    assert.deepEqual((await listener.wait('new_private_message')).attachments, [attachment]);
});

test('members hear of all emoji when one is added or taken away', async () => {
    const {owner, member, serverId} = await company();
    const listener = await joined(member, serverId);
    const {id: imageId} = await upload(owner, png(20, 20), 'a.png');
    const {emoji} = await owner.ok('createEmoji', {path: {serverId}, body: {name: 'fox', imageId}});
    assert.deepEqual(await listener.wait('emojis_updated'), {serverId, emojis: [emoji]});
    await owner.ok('deleteEmoji', {path: {serverId, emojiId: emoji.id}});
    assert.deepEqual(await listener.wait('emojis_updated', ({emojis}) => emojis.length === 0), {serverId, emojis: []});
});
