// Direct messages, live.
import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {connect, fence, settle, volatileFence} from '../support/sockets.mjs';
import {anotherDevice, conversation, person, unique, whisper} from '../support/world.mjs';

afterEach(settle);

const people = (count) => Promise.all(Array.from({length: count}, () => person('dm')));

test('a direct message reaches every device of both, joined or not, once', async () => {
    const [a, b] = await people(2);
    const [aPhone, bPhone] = await Promise.all([anotherDevice(a), anotherDevice(b)]);
    const {id} = await conversation(a, b);
    const sockets = await Promise.all([a, aPhone, b, bPhone].map((client) => connect(client)));
    await sockets[2].askOk('join_conversation', {conversationId: id});
    const message = await whisper(a, id, 'psst', {nonce: 'n'});
    for (const [i, peer] of sockets.entries()) {
        assert.deepEqual(await peer.wait('new_private_message'), message);
        await fence(peer, [a, aPhone, b, bPhone][i]);
        assert.equal(peer.all('new_private_message').filter((one) => one.conversationId === id).length, 1);
    }
});

test('the seed README joins a conversation and sends as written', async () => {
    const [a, b] = await people(2);
    const {id: conversationId} = await conversation(a, b);
    const [sender, listener] = [await connect(a), await connect(b)];
    sender.socket.emit('join_conversation', {conversationId});
    sender.socket.emit('send_private_message', {conversationId, content: 'as in the README'});
    assert.equal((await listener.wait('new_private_message')).content, 'as in the README');
});

test('send_private_message is acknowledged as the REST call answers', async () => {
    const [a, b] = await people(2);
    const {id: conversationId} = await conversation(a, b);
    const peer = await connect(a);
    const nonce = unique('n');
    const {message} = await peer.askOk('send_private_message', {conversationId, content: 'hi', nonce});
    assert.deepEqual([message.conversationId, message.content, message.nonce, message.author.id], [conversationId, 'hi', nonce, a.id]);
    const again = await peer.askOk('send_private_message', {conversationId, content: 'hi', nonce});
    assert.deepEqual(again.message, message);
    assert.equal((await b.ok('listDirectMessages', {path: {conversationId}})).messages.length, 1);
});

test('a first message by recipientId opens the one conversation', async () => {
    const [a, b] = await people(2);
    const [peer, listener] = [await connect(a), await connect(b)];
    const {message} = await peer.askOk('send_private_message', {recipientId: b.id, content: 'first'});
    const {message: second} = await peer.askOk('send_private_message', {recipientId: b.id, content: 'second'});
    assert.equal(second.conversationId, message.conversationId);
    const created = await listener.wait('conversation_created');
    assert.equal(created.conversation.id, message.conversationId);
    await listener.wait('new_private_message', ({id}) => id === second.id);
    const order = listener.heard.map(({event}) => event).filter((event) => event === 'conversation_created' || event === 'new_private_message');
    assert.deepEqual(order, ['conversation_created', 'new_private_message', 'new_private_message']);
    await peer.askRefused('not_found', 'send_private_message', {recipientId: 9007199254740991, content: 'x'});
});

test('conversation_created tells both, once', async () => {
    const [a, b] = await people(2);
    const [one, two] = [await connect(a), await connect(b)];
    const {id} = await conversation(a, b);
    await conversation(b, a);
    for (const [peer, client] of [[one, a], [two, b]]) {
        await peer.wait('conversation_created', (data) => data.conversation.id === id);
        await fence(peer, client);
        assert.equal(peer.all('conversation_created').filter((data) => data.conversation.id === id).length, 1);
    }
});

test('who does not take part can neither join, send nor type, and hears nothing', async () => {
    const [a, b, stranger] = await people(3);
    const {id: conversationId} = await conversation(a, b);
    const peer = await connect(stranger);
    await peer.askRefused('not_found', 'join_conversation', {conversationId});
    await peer.askRefused('not_found', 'send_private_message', {conversationId, content: 'x'});
    await peer.askRefused('not_found', 'typing', {conversationId});
    await whisper(a, conversationId, 'private');
    await fence(peer, stranger);
    assert.deepEqual(peer.all('new_private_message').filter((message) => message.conversationId === conversationId), []);
});

test('edits and deletes reach both', async () => {
    const [a, b] = await people(2);
    const {id: conversationId} = await conversation(a, b);
    const sockets = [await connect(a), await connect(b)];
    const message = await whisper(a, conversationId, 'one');
    const path = {conversationId, messageId: message.id};
    await a.ok('updateDirectMessage', {path, body: {content: 'two'}});
    await a.ok('deleteDirectMessage', {path});
    for (const peer of sockets) {
        assert.equal((await peer.wait('private_message_edited')).content, 'two');
        assert.deepEqual(await peer.wait('private_message_deleted'), {conversationId, id: message.id});
    }
});

test('typing reaches the other who joined, and not the writer', async () => {
    const [a, b] = await people(2);
    const {id: conversationId} = await conversation(a, b);
    const [writer, listener] = [await connect(a), await connect(b)];
    for (const peer of [writer, listener]) await peer.askOk('join_conversation', {conversationId});
    for (let i = 0; i < 3; i += 1) await writer.askOk('typing', {conversationId});
    const heard = await listener.wait('user_typing');
    assert.deepEqual([heard.conversationId, heard.user.id], [conversationId, a.id]);
    await volatileFence(listener, b);
    await volatileFence(writer, a);
    assert.equal(listener.all('user_typing').filter((data) => data.conversationId === conversationId).length, 1);
    assert.deepEqual(writer.all('user_typing').filter((data) => data.conversationId === conversationId), []);
});

test('reading is told to the reader\'s other devices', async () => {
    const [a, b] = await people(2);
    const {id: conversationId} = await conversation(a, b);
    const peer = await connect(await anotherDevice(b));
    const message = await whisper(a, conversationId, 'x');
    await b.ok('readConversation', {path: {conversationId}, body: {messageId: message.id}});
    assert.deepEqual(await peer.wait('read_state_updated'), {conversationId, lastReadId: message.id});
});

test('30 direct messages from both sides at once arrive once and in order at both', async () => {
    const [a, b] = await people(2);
    const {id: conversationId} = await conversation(a, b);
    const [one, two] = [await connect(a), await connect(b)];
    const send = async (peer, name) => {
        const sent = [];
        for (let i = 0; i < 15; i += 1) sent.push((await peer.askOk('send_private_message', {conversationId, content: `${name} ${i}`})).message.id);
        return sent;
    };
    const sent = (await Promise.all([send(one, 'a'), send(two, 'b')])).flat().sort((x, y) => x - y);
    for (const peer of [one, two]) {
        await peer.wait('new_private_message', ({id}) => id === sent.at(-1));
        assert.deepEqual(peer.all('new_private_message').map(({id}) => id), sent);
    }
});

test('who leaves a group is told so on every device, the others too, and hears nothing more', async () => {
    const [a, b, c] = await people(3);
    const phone = await anotherDevice(b);
    const {conversation: {id: conversationId}} = await a.ok('createConversation', {body: {userIds: [b.id, c.id]}});
    const [one, left, leftPhone, other] = await Promise.all([a, b, phone, c].map((client) => connect(client)));
    for (const peer of [one, left, leftPhone]) await peer.askOk('join_conversation', {conversationId});
    await b.ok('leaveConversation', {path: {conversationId}});
    for (const peer of [one, left, leftPhone, other]) {
        const {conversation: after} = await peer.wait('conversation_updated', (data) => data.conversation.id === conversationId);
        assert.deepEqual(after.participants.map(({id}) => id).sort((x, y) => x - y), [a.id, c.id].sort((x, y) => x - y));
    }
    const marks = [left, leftPhone].map((peer) => peer.mark());
    await whisper(a, conversationId, 'without b');
    await a.ok('typeInConversation', {path: {conversationId}});
    for (const [peer, client] of [[left, b], [leftPhone, phone]]) {
        await fence(peer, client);
        await volatileFence(peer, client);
    }
    for (const [i, peer] of [left, leftPhone].entries())
        assert.deepEqual(peer.heard.slice(marks[i]).filter(({data}) => data?.conversationId === conversationId), []);
    for (const event of ['send_private_message', 'typing', 'join_conversation']) await left.askRefused('not_found', event, {conversationId, content: 'x'});
    assert.equal((await other.wait('new_private_message')).content, 'without b');
});

test('messages written while somebody leaves reach who left only as long as they took part', async () => {
    const [a, b, c] = await people(3);
    const {conversation: {id: conversationId}} = await a.ok('createConversation', {body: {userIds: [b.id, c.id]}});
    const [left, stayed] = [await connect(b), await connect(c)];
    const writing = Promise.all(Array.from({length: 20}, (_, i) => whisper(a, conversationId, `${i}`)));
    await b.ok('leaveConversation', {path: {conversationId}});
    const sent = (await writing).map(({id}) => id).sort((x, y) => x - y);
    await stayed.wait('new_private_message', ({id}) => id === sent.at(-1));
    await fence(left, b);
    const here = ({event, data}) => (event === 'conversation_updated' && data.conversation.id === conversationId) || data?.conversationId === conversationId;
    const order = (peer) => peer.heard.filter(here).map(({event, data}) => (event === 'conversation_updated' ? 'left' : data.id));
    const all = order(stayed);
    assert.deepEqual(all.filter((one) => one !== 'left'), sent);
    assert.deepEqual(order(left), all.slice(0, all.indexOf('left') + 1));
});

test('who is blocked is refused by socket too, and their typing is heard by nobody', async () => {
    const [a, b, stranger] = await people(3);
    const {id: conversationId} = await conversation(a, b);
    const [blocker, blocked] = [await connect(a), await connect(b)];
    for (const peer of [blocker, blocked]) await peer.askOk('join_conversation', {conversationId});
    await a.ok('blockUser', {path: {userId: b.id}});
    await stranger.ok('blockUser', {path: {userId: b.id}});
    await blocked.askRefused('forbidden', 'send_private_message', {conversationId, content: 'x'});
    await blocked.askRefused('forbidden', 'send_private_message', {recipientId: a.id, content: 'x'});
    await blocked.askRefused('forbidden', 'send_private_message', {recipientId: stranger.id, content: 'x'});
    await blocked.askOk('typing', {conversationId});
    await volatileFence(blocker, a);
    await fence(blocker, a);
    assert.deepEqual(blocker.heard.filter(({event, data}) => ['user_typing', 'new_private_message'].includes(event) && data.conversationId === conversationId), []);
    await blocker.askOk('send_private_message', {conversationId, content: 'still'});
    assert.equal((await blocked.wait('new_private_message', (message) => message.conversationId === conversationId)).content, 'still');
});

test('reactions reach every device of both, once each', async () => {
    const [a, b] = await people(2);
    const {id: conversationId} = await conversation(a, b);
    const sockets = [await connect(a), await connect(b)];
    const {id: messageId} = await whisper(a, conversationId, 'x');
    const path = {conversationId, messageId, emoji: '👍'};
    for (const operationId of ['addDirectReaction', 'addDirectReaction', 'removeDirectReaction', 'removeDirectReaction']) await b.ok(operationId, {path});
    for (const [i, peer] of sockets.entries()) {
        await peer.wait('reaction_removed', (data) => data.messageId === messageId && data.conversationId === conversationId);
        await fence(peer, [a, b][i]);
        for (const event of ['reaction_added', 'reaction_removed'])
            assert.deepEqual(peer.all(event).filter((data) => data.conversationId === conversationId), [{...path, userId: b.id}]);
    }
});
