// Rooms and the events of servers, channels and members.
import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {connect, fence, joined, settle} from '../support/sockets.mjs';
import {company, invite, letIn, newServer, person, say} from '../support/world.mjs';

afterEach(settle);

test('join_server is acknowledged and told, with {serverId} and with a bare id', async () => {
    const {member, serverId} = await company();
    for (const payload of [{serverId}, serverId]) {
        const peer = await connect(member);
        assert.deepEqual(await peer.askOk('join_server', payload), {ok: true, serverId});
        assert.deepEqual(await peer.wait('joined_server'), {serverId});
    }
});

test('the seed README emits join_server without an acknowledgement', async () => {
    const {owner, member, serverId, path} = await company();
    const peer = await connect(member);
    peer.socket.emit('join_server', {serverId});
    await peer.wait('joined_server');
    const message = await say(owner, path, 'x');
    await peer.wait('new_message', ({id}) => id === message.id);
});

test('who is not a member may not join, by acknowledgement and by the error event, and hears nothing', async () => {
    const {owner, outsider, serverId, path} = await company();
    const peer = await connect(outsider);
    await peer.askRefused('not_found', 'join_server', {serverId});
    await peer.askRefused('not_found', 'join_server', {serverId: 9007199254740991});
    peer.socket.emit('join_server', {serverId});
    assert.equal((await peer.wait('error')).code, 'not_found');
    await say(owner, path, 'secret');
    await fence(peer, outsider);
    assert.deepEqual(peer.all('new_message'), []);
    assert.deepEqual(peer.all('joined_server'), []);
});

test('leave_server stops the events of that server and of no other', async () => {
    const {owner, member, serverId, path} = await company();
    const elsewhere = await newServer(owner);
    await letIn(owner, elsewhere.serverId, member);
    const peer = await joined(member, serverId, elsewhere.serverId);
    await peer.askOk('leave_server', {serverId});
    await say(owner, path, 'not for you');
    const heard = await say(owner, elsewhere.path, 'for you');
    await peer.wait('new_message', ({id, serverId: from}) => id === heard.id && from === elsewhere.serverId);
    assert.deepEqual(peer.all('new_message').map((message) => message.serverId), [elsewhere.serverId]);
    await peer.askOk('join_server', {serverId});
    const again = await say(owner, path, 'for you again');
    await peer.wait('new_message', ({id, serverId: from}) => id === again.id && from === serverId);
});

test('two servers whose channels have the same id never hear each other', async () => {
    const [owner, listener] = await Promise.all([person(), person()]);
    const [a, b] = [await newServer(owner), await newServer(owner)];
    assert.equal(a.channelId, b.channelId);
    await letIn(owner, a.serverId, listener);
    const peer = await joined(listener, a.serverId);
    await peer.askRefused('not_found', 'join_server', b.serverId);
    await say(owner, b.path, 'in b');
    const message = await say(owner, a.path, 'in a');
    await peer.wait('new_message', ({content}) => content === 'in a');
    assert.deepEqual(peer.all('new_message').map(({id, serverId}) => [serverId, id]), [[a.serverId, message.id]]);
    await peer.askRefused('not_found', 'send_message', {...b.path, content: 'x'});
    await peer.askRefused('not_found', 'typing', b.path);
});

test('channel_created reaches the members', async () => {
    const {owner, member, serverId} = await company();
    const peer = await joined(member, serverId);
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'new', type: 'text', topic: 't'}});
    const {permissions, ...shown} = channel; // of the one who asked
    assert.ok(permissions);
    assert.deepEqual(await peer.wait('channel_created'), {serverId, channel: shown});
});

test('server_updated reaches the members, without anybody\'s permissions', async () => {
    const {owner, member, serverId} = await company();
    const peer = await joined(member, serverId);
    await owner.ok('updateServer', {path: {serverId}, body: {name: 'Renamed', description: 'About'}});
    const {server} = await peer.wait('server_updated');
    assert.deepEqual([server.id, server.name, server.description], [serverId, 'Renamed', 'About']);
    assert.equal('permissions' in server, false);
});

test('member_joined is told once, when somebody joins and not when a socket does', async () => {
    const {owner, member, outsider, serverId} = await company();
    const peer = await joined(owner, serverId);
    await joined(member, serverId);
    await letIn(owner, serverId, outsider, outsider);
    const {member: joinedMember} = await peer.wait('member_joined');
    assert.equal(joinedMember.user.id, outsider.id);
    await joined(outsider, serverId);
    await fence(peer, owner);
    assert.equal(peer.all('member_joined').length, 1);
});

test('member_left tells who leaves, and their sockets hear nothing more', async () => {
    const {owner, member, serverId, path} = await company();
    const [witness, gone] = [await joined(owner, serverId), await joined(member, serverId)];
    await member.ok('leaveServer', {path: {serverId}});
    assert.deepEqual(await witness.wait('member_left'), {serverId, userId: member.id, reason: 'leave'});
    await say(owner, path, 'after');
    await fence(gone, member);
    assert.deepEqual(gone.all('new_message').filter((message) => message.content === 'after'), []);
    await gone.askRefused('not_found', 'join_server', {serverId});
    await gone.askRefused('not_found', 'send_message', {...path, content: 'x'});
});

test('a kicked member\'s sockets hear of it and then nothing more at once, without a reconnect', async () => {
    const {owner, member, serverId, path} = await company();
    const [witness, ...gone] = [await joined(owner, serverId), await joined(member, serverId), await joined(member, serverId)];
    await say(owner, path, 'before');
    await owner.ok('kickMember', {path: {serverId, userId: member.id}});
    const after = await say(owner, path, 'after');
    assert.deepEqual(await witness.wait('member_left'), {serverId, userId: member.id, reason: 'kick'});
    await witness.wait('new_message', ({id}) => id === after.id);
    for (const peer of gone) {
        await fence(peer, member);
        assert.deepEqual(peer.all('member_left'), [{serverId, userId: member.id, reason: 'kick'}]);
        assert.deepEqual(peer.all('new_message').map((message) => message.content), ['before']);
        assert.equal(peer.socket.connected, true);
        await peer.askRefused('not_found', 'join_server', {serverId});
    }
    await owner.ok('createChannel', {path: {serverId}, body: {name: 'later', type: 'text'}});
    await fence(gone[0], member);
    assert.deepEqual(gone[0].all('channel_created'), []);
    await letIn(owner, serverId, member);
    await gone[0].askOk('join_server', {serverId});
    const back = await say(owner, path, 'welcome back');
    await gone[0].wait('new_message', ({id}) => id === back.id);
});

test('a join that races a kick never leaves a socket in the room', async () => {
    const {owner, member, serverId, path} = await company();
    const peer = await connect(member);
    for (let round = 0; round < 10; round += 1) {
        await letIn(owner, serverId, member);
        await Promise.all([
            peer.ask('join_server', {serverId}),
            owner.ok('kickMember', {path: {serverId, userId: member.id}}),
            peer.ask('join_server', {serverId}),
        ]);
        const content = `after kick ${round}`;
        await say(owner, path, content);
        await fence(peer, member);
        assert.ok(!peer.all('new_message').some((message) => message.content === content), `round ${round}: heard after the kick`);
    }
});

test('an invite that is made is told to the server, and a server that is deleted is the last that is heard of it', async () => {
    const {owner, member, outsider, serverId, server, path} = await company();
    const [heard, own, other] = [await joined(member, serverId), await joined(owner, serverId), await connect(outsider)];
    const {code} = await invite(owner, serverId);
    const made = await heard.wait('invite_created', (data) => data.invite.code === code);
    assert.equal(made.serverId, serverId);
    await owner.ok('updateServer', {path: {serverId}, body: {isPublic: true}});
    await heard.wait('server_updated', (data) => data.server.isPublic === true);
    assert.equal((await owner.call('deleteServer', {path: {serverId}, body: {name: server.name}})).status, 204);
    for (const peer of [heard, own]) assert.deepEqual(await peer.wait('server_deleted'), {serverId});
    await heard.askRefused('not_found', 'send_message', {...path, content: 'nobody hears this'});
    await heard.askRefused('not_found', 'join_server', {serverId});
    await fence(other, outsider);
    assert.deepEqual(other.all('invite_created').concat(other.all('server_deleted')), []);
});

test('a server that is handed over is told to its members', async () => {
    const {owner, member, serverId} = await company();
    const heard = await joined(member, serverId);
    await owner.ok('transferServer', {path: {serverId}, body: {userId: member.id}});
    await heard.wait('server_updated', (data) => data.server.ownerId === member.id);
});

test('who joins a public server is told once', async () => {
    const {owner, outsider, serverId} = await company();
    await owner.ok('updateServer', {path: {serverId}, body: {isPublic: true}});
    const heard = await joined(owner, serverId);
    await Promise.all(Array.from({length: 5}, () => outsider.ok('joinPublicServer', {path: {serverId}})));
    await fence(heard, owner);
    assert.equal(heard.all('member_joined').filter((data) => data.member.user.id === outsider.id).length, 1);
});
