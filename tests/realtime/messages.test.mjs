// Messages in channels, live.
import assert from 'node:assert/strict';
import {createConnection} from 'node:net';
import {join} from 'node:path';
import {afterEach, test} from 'node:test';
import {connect, fence, joined, settle, volatileFence} from '../support/sockets.mjs';
import {target} from '../support/target.mjs';
import {anotherDevice, company, say, unique} from '../support/world.mjs';

afterEach(settle);

const without = (message) => {
    const {nonce: _, ...rest} = message;
    return rest;
};

test('send_message is acknowledged as the REST call answers, and the others hear it once', async () => {
    const {owner, member, serverId, path} = await company();
    const [sender, listener] = [await joined(owner, serverId), await joined(member, serverId)];
    const nonce = unique('n');
    const {message} = await sender.askOk('send_message', {...path, content: 'hello', nonce});
    assert.equal(message.nonce, nonce);
    const heard = await listener.wait('new_message');
    assert.deepEqual(without(heard), without(message));
    assert.equal(heard.nonce, nonce);
    assert.equal((await sender.wait('new_message')).nonce, nonce);
    const {message: stored} = await member.ok('getMessage', {path: {...path, messageId: message.id}});
    assert.deepEqual(without(stored), without(message));
    await fence(listener, member);
    assert.equal(listener.all('new_message').length, 1);
});

test('the seed README sends a message as written, without an acknowledgement', async () => {
    const {owner, member, serverId, channelId} = await company();
    const [sender, listener] = [await joined(owner, serverId), await joined(member, serverId)];
    sender.socket.emit('send_message', {serverId, channelId, content: 'as in the README'});
    assert.equal((await listener.wait('new_message')).content, 'as in the README');
});

test('a message sent by REST is heard as one that was emitted', async () => {
    const {owner, member, serverId, path} = await company();
    const listener = await joined(member, serverId);
    const message = await say(owner, path, 'by REST', {nonce: 'rest'});
    assert.deepEqual(await listener.wait('new_message'), message);
});

test('a nonce repeated by emit and by REST is one message and one event', async () => {
    const {owner, member, serverId, path} = await company();
    const [sender, listener] = [await joined(owner, serverId), await joined(member, serverId)];
    const body = {content: 'once', nonce: unique('n')};
    const answers = await Promise.all([...Array.from({length: 5}, () => sender.askOk('send_message', {...path, ...body})), ...Array.from({length: 5}, () => owner.ok('createMessage', {path, body}))]);
    assert.equal(new Set(answers.map(({message}) => message.id)).size, 1);
    await listener.wait('new_message');
    await fence(listener, member);
    assert.equal(listener.all('new_message').length, 1);
});

test('two senders at once: every listener hears every message once, in the order of the ids', async () => {
    const {owner, member, outsider, serverId, path} = await company();
    const {code} = (await owner.ok('createInvite', {path: {serverId}, body: {}})).invite;
    await outsider.ok('joinServer', {path: {inviteCode: code}});
    const [one, two, listener, byPolling] = [await joined(owner, serverId), await joined(member, serverId), await joined(outsider, serverId), await connect(outsider, {transports: ['polling']})];
    await byPolling.askOk('join_server', serverId);
    const send = async (peer, name) => {
        const sent = [];
        for (let i = 0; i < 40; i += 1) sent.push((await peer.askOk('send_message', {...path, content: `${name} ${i}`})).message.id);
        return sent;
    };
    const sent = (await Promise.all([send(one, 'one'), send(two, 'two')])).flat().sort((a, b) => a - b);
    for (const peer of [one, two, listener, byPolling]) {
        await peer.wait('new_message', () => peer.all('new_message').length >= sent.length || peer.all('new_message').at(-1)?.id === sent.at(-1));
        assert.deepEqual(peer.all('new_message').map(({id}) => id), sent);
    }
});

test('60 messages emitted by one socket without waiting arrive in the order in which they were sent', async () => {
    const {owner, member, serverId, path} = await company();
    const [sender, listener] = [await joined(owner, serverId), await joined(member, serverId)];
    const contents = Array.from({length: 60}, (_, i) => `m${i}`);
    const answers = await Promise.all(contents.map((content) => sender.askOk('send_message', {...path, content})));
    const ids = answers.map(({message}) => message.id);
    assert.deepEqual(ids, [...ids].sort((a, b) => a - b));
    await listener.wait('new_message', ({content}) => content === 'm59');
    assert.deepEqual(listener.all('new_message').map(({content}) => content), contents);
});

test('the same rules hold as for the REST call', async () => {
    const {owner, outsider, serverId, path} = await company();
    const [peer, stranger] = [await joined(owner, serverId), await connect(outsider)];
    const refused = await peer.askRefused('invalid_input', 'send_message', {...path, content: '   '});
    assert.deepEqual(Object.keys(refused.fields), ['content']);
    await peer.askRefused('invalid_input', 'send_message', {...path, content: 'x'.repeat(4001)});
    await peer.askRefused('invalid_input', 'send_message', {...path, content: 7});
    await peer.askRefused('invalid_input', 'send_message', {...path});
    await peer.askRefused('not_found', 'send_message', {serverId, channelId: 9007199254740991, content: 'x'});
    await stranger.askRefused('not_found', 'send_message', {...path, content: 'x'});
    peer.socket.emit('send_message', {...path, content: ''});
    assert.equal((await peer.wait('error')).code, 'invalid_input');
    assert.deepEqual((await owner.ok('listMessages', {path})).messages, []);
});

test('message_edited and message_deleted reach the others', async () => {
    const {owner, member, serverId, path} = await company();
    const listener = await joined(member, serverId);
    const message = await say(owner, path, 'one');
    const at = {...path, messageId: message.id};
    const {message: edited} = await owner.ok('updateMessage', {path: at, body: {content: 'two'}});
    assert.deepEqual(without(await listener.wait('message_edited')), without(edited));
    await owner.ok('deleteMessage', {path: at});
    assert.deepEqual(await listener.wait('message_deleted'), {...path, id: message.id});
    assert.deepEqual(listener.heard.map(({event}) => event).filter((event) => event.includes('message')), ['new_message', 'message_edited', 'message_deleted']);
});

test('a refused edit or delete tells nobody', async () => {
    const {owner, member, serverId, path} = await company();
    const listener = await joined(member, serverId);
    const message = await say(owner, path, 'mine');
    await member.refused('updateMessage', 403, {path: {...path, messageId: message.id}, body: {content: 'x'}});
    await member.refused('deleteMessage', 403, {path: {...path, messageId: message.id}});
    await fence(listener, member);
    assert.deepEqual([listener.all('message_edited'), listener.all('message_deleted')], [[], []]);
});

test('typing reaches the others and not the writer, from REST and from the socket, at most once in 3 s', async () => {
    const {owner, member, serverId, path} = await company();
    const [writer, listener] = [await joined(owner, serverId), await joined(member, serverId)];
    for (let i = 0; i < 4; i += 1) {
        await writer.askOk('typing', path);
        await owner.ok('typeInChannel', {path});
    }
    const heard = await listener.wait('user_typing');
    assert.deepEqual([heard.serverId, heard.channelId, heard.user.id], [path.serverId, path.channelId, owner.id]);
    await volatileFence(listener, member);
    await volatileFence(writer, owner);
    const times = listener.heard.filter(({event, data}) => event === 'user_typing' && data.serverId).map(({at}) => at);
    for (let i = 1; i < times.length; i += 1) assert.ok(times[i] - times[i - 1] > 2800, `two within ${times[i] - times[i - 1]} ms`);
    assert.deepEqual(writer.all('user_typing').filter((data) => data.serverId), []);
});

test('reading is told to the reader\'s other devices and to nobody else', async () => {
    const {owner, member, serverId, path} = await company();
    const phone = await anotherDevice(member);
    const [reader, other] = [await joined(phone, serverId), await joined(owner, serverId)];
    const message = await say(owner, path, 'x');
    await member.ok('readChannel', {path, body: {messageId: message.id}});
    assert.deepEqual(await reader.wait('read_state_updated'), {...path, lastReadId: message.id});
    await fence(other, owner);
    assert.deepEqual(other.all('read_state_updated'), []);
});

test('deep JSON is refused by an acknowledgement, and the socket lives on', async () => {
    const {owner, serverId, path} = await company();
    const peer = await joined(owner, serverId);
    let deep = {};
    for (let i = 0; i < 500; i += 1) deep = {deep};
    await peer.askRefused('invalid_input', 'send_message', {...path, content: 'x', deep});
    await peer.askOk('send_message', {...path, content: 'still here'});
    assert.deepEqual(peer.all('disconnect'), []);
});

/** Make Redis forget which events of this nonce went out, as if a worker had died between commit and publish. */
function forgetPublished(nonce) {
    return new Promise((resolve, reject) => {
        const link = createConnection(join(target.home, 'run/redis.sock'));
        const script = "for _, key in ipairs(redis.call('KEYS', 'ohkay:once:*:" + nonce + "')) do redis.call('DEL', key) end return 1";
        link.once('error', reject).once('data', (data) => {
            link.destroy();
            if (data.toString().startsWith(':1')) resolve();
            else reject(new Error(data.toString()));
        });
        link.write(`*3\r\n$4\r\nEVAL\r\n$${script.length}\r\n${script}\r\n$1\r\n0\r\n`);
    });
}

test('an event that was cut off before it went out comes with the repeat, once; that of a deleted message does not', {skip: !target.home && 'the state folder is not known'}, async () => {
    const {owner, member, serverId, path} = await company();
    const listener = await joined(member, serverId);
    const nonce = unique('cut');
    const send = () => owner.ok('createMessage', {path, body: {content: 'x', nonce}});
    const {message} = await send();
    const came = () => listener.all('new_message').filter(({id}) => id === message.id).length;
    await forgetPublished(nonce);
    await Promise.all(Array.from({length: 6}, send));
    await fence(listener, member);
    assert.equal(came(), 2);
    await owner.ok('deleteMessage', {path: {...path, messageId: message.id}});
    await forgetPublished(nonce);
    assert.equal((await send()).message.id, message.id);
    await fence(listener, member);
    assert.equal(came(), 2);
});

test('a nonce means one message in each channel, also for an event that was cut off', {skip: !target.home && 'the state folder is not known'}, async () => {
    const {owner, member, serverId, path} = await company();
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'other', type: 'text'}});
    const elsewhere = {serverId, channelId: channel.id};
    const listener = await joined(member, serverId);
    const nonce = unique('both');
    const {message} = await owner.ok('createMessage', {path: elsewhere, body: {content: 'x', nonce}});
    await forgetPublished(nonce);
    await owner.ok('createMessage', {path, body: {content: 'x', nonce}});
    await owner.ok('createMessage', {path: elsewhere, body: {content: 'x', nonce}});
    await fence(listener, member);
    assert.equal(listener.all('new_message').filter(({id, channelId}) => id === message.id && channelId === channel.id).length, 2);
});

test('reactions are told once each, and only what changed', async () => {
    const {owner, member, serverId, path} = await company();
    const listener = await joined(member, serverId);
    const {id} = await say(owner, path, 'x');
    const reaction = {path: {...path, messageId: id, emoji: '\u2764'}};
    for (let i = 0; i < 2; i += 1) await owner.ok('addReaction', reaction);
    for (let i = 0; i < 2; i += 1) await owner.ok('removeReaction', reaction);
    await fence(listener, member);
    const told = {...path, messageId: id, userId: owner.id, emoji: '\u2764\ufe0f'};
    assert.deepEqual(listener.all('reaction_added'), [told]);
    assert.deepEqual(listener.all('reaction_removed'), [told]);
});

test('an edit is told without anybody\'s own reactions, and not at all when nothing changed', async () => {
    const {owner, member, serverId, path} = await company();
    const listener = await joined(member, serverId);
    const {id} = await say(owner, path, 'x');
    await owner.ok('addReaction', {path: {...path, messageId: id, emoji: '👍'}});
    for (let i = 0; i < 2; i += 1) await owner.ok('updateMessage', {path: {...path, messageId: id}, body: {content: 'y'}});
    await fence(listener, member);
    const edits = listener.all('message_edited');
    assert.deepEqual(edits.map(({content, reactions}) => [content, reactions]), [['y', [{emoji: '👍', count: 1, me: false}]]]);
});

test('pins are told once each', async () => {
    const {owner, member, serverId, path} = await company();
    const listener = await joined(member, serverId);
    const {id} = await say(owner, path, 'x');
    for (const call of ['pinMessage', 'pinMessage', 'unpinMessage', 'unpinMessage']) await owner.ok(call, {path: {...path, messageId: id}});
    await fence(listener, member);
    assert.deepEqual(listener.all('pins_updated'), [{...path, messageId: id, pinned: true}, {...path, messageId: id, pinned: false}]);
});

test('messages deleted at once are told in one event, those that were there', async () => {
    const {owner, member, serverId, path} = await company();
    const listener = await joined(member, serverId);
    const [a, b] = [await say(owner, path, 'a'), await say(owner, path, 'b')];
    await owner.ok('deleteMessages', {path, body: {ids: [b.id, a.id, 9007199254740991]}});
    await fence(listener, member);
    assert.deepEqual(listener.all('messages_deleted'), [{...path, ids: [a.id, b.id]}]);
    assert.deepEqual(listener.all('message_deleted'), []);
});

test('slow mode holds for the socket as for the REST call', async () => {
    const {owner, member, serverId} = await company();
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'slow', type: 'text', slowmodeSeconds: 3600}});
    const path = {serverId, channelId: channel.id};
    const [writer, listener] = [await joined(member, serverId), await joined(owner, serverId)];
    const nonce = unique('n');
    const {message} = await writer.askOk('send_message', {...path, content: 'first', nonce});
    await writer.askRefused('slowmode', 'send_message', {...path, content: 'second'});
    assert.equal((await writer.askOk('send_message', {...path, content: 'first', nonce})).message.id, message.id);
    await fence(listener, owner);
    assert.deepEqual(listener.all('new_message').filter(({channelId}) => channelId === channel.id).map(({id}) => id), [message.id]);
});
