// Who is here: presence by sockets, and the chosen status.
import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {connect, joined, settle, volatileFence} from '../support/sockets.mjs';
import {anotherDevice, company, conversation, person} from '../support/world.mjs';

afterEach(settle);

const of = (client) => (data) => data.userId === client.id;
const statusOf = async (client, other) => (await client.ok('getUser', {path: {userId: other.id}})).user.status;

test('a first socket makes a user online, and the last one that closes offline, for those who share a server', async () => {
    const {owner, member, serverId} = await company();
    const witness = await joined(owner, serverId);
    const [one, two] = [await connect(member), await connect(await anotherDevice(member))];
    const online = await witness.wait('user_status_change', of(member));
    assert.deepEqual(online, {userId: member.id, status: 'online', customStatus: null});
    assert.equal(await statusOf(owner, member), 'online');
    const {members} = await owner.ok('listMembers', {path: {serverId}});
    assert.equal(members.find(({user}) => user.id === member.id).user.status, 'online');
    one.close();
    await volatileFence(witness, owner);
    assert.equal(await statusOf(owner, member), 'online', 'one of two sockets closed');
    const from = witness.mark();
    two.close();
    assert.equal((await witness.wait('user_status_change', of(member), {from, ms: 12_000})).status, 'offline');
    assert.equal(await statusOf(owner, member), 'offline');
    assert.deepEqual(witness.all('user_status_change').filter(of(member)).map((data) => data.status), ['online', 'offline']);
});

test('a socket that comes back at once does not flicker', async () => {
    const {owner, member, serverId} = await company();
    const witness = await joined(owner, serverId);
    const first = await connect(member);
    await witness.wait('user_status_change', of(member));
    first.close();
    const second = await connect(member);
    await second.askOk('status_change', {status: 'dnd'});
    await witness.wait('user_status_change', (data) => of(member)(data) && data.status === 'dnd');
    assert.deepEqual(witness.all('user_status_change').filter(of(member)).map((data) => data.status).filter((status) => status === 'offline'), []);
});

test('status_change reaches those who share a server or a conversation, and nobody else', async () => {
    const {owner, member, outsider, serverId} = await company();
    const friend = await person();
    await conversation(member, friend);
    const [inServer, inConversation, stranger] = [await joined(owner, serverId), await connect(friend), await connect(outsider)];
    const peer = await connect(member);
    const answer = await peer.askOk('status_change', {status: 'dnd', customStatus: 'deep work'});
    assert.deepEqual([answer.user.status, answer.user.customStatus], ['dnd', 'deep work']);
    for (const witness of [inServer, inConversation])
        assert.deepEqual(await witness.wait('user_status_change', (data) => of(member)(data) && data.status === 'dnd'), {userId: member.id, status: 'dnd', customStatus: 'deep work'});
    await volatileFence(stranger, outsider);
    assert.deepEqual(stranger.all('user_status_change').filter(of(member)), []);
});

test('the seed README changes the status as written, and away means idle', async () => {
    const {owner, member, serverId} = await company();
    const witness = await joined(owner, serverId);
    const peer = await connect(member);
    peer.socket.emit('status_change', {status: 'online'});
    await witness.wait('user_status_change', (data) => of(member)(data) && data.status === 'online');
    await peer.askOk('status_change', {status: 'away'});
    await witness.wait('user_status_change', (data) => of(member)(data) && data.status === 'idle');
    assert.equal(await statusOf(owner, member), 'idle');
});

test('invisible looks offline to the others, everywhere, and is known to oneself', async () => {
    const {owner, member, serverId} = await company();
    const witness = await joined(owner, serverId);
    const peer = await connect(member);
    await witness.wait('user_status_change', of(member));
    await peer.askOk('status_change', {status: 'invisible'});
    await witness.wait('user_status_change', (data) => of(member)(data) && data.status === 'offline');
    assert.equal(await statusOf(owner, member), 'offline');
    const {members} = await owner.ok('listMembers', {path: {serverId}});
    assert.equal(members.find(({user}) => user.id === member.id).user.status, 'offline');
    assert.equal((await member.ok('getMe')).user.status, 'invisible');
    await conversation(owner, member);
    const {conversations} = await owner.ok('listConversations');
    assert.ok(conversations.flatMap(({participants}) => participants).filter(({id}) => id === member.id).every(({status}) => status === 'offline'));
});

test('an invisible user who connects and goes is never told', async () => {
    const {owner, member, serverId} = await company();
    await member.ok('updateMe', {body: {status: 'invisible'}});
    const witness = await joined(owner, serverId);
    const from = witness.mark();
    const peer = await connect(member);
    await volatileFence(witness, owner);
    assert.deepEqual(witness.heard.slice(from).filter(({event, data}) => event === 'user_status_change' && data.userId === member.id && data.status !== 'offline'), []);
    peer.close();
});

test('the chosen status is kept over a reconnect', async () => {
    const {owner, member, serverId} = await company();
    const witness = await joined(owner, serverId);
    const first = await connect(member);
    await first.askOk('status_change', {status: 'dnd'});
    first.close();
    const second = await connect(member);
    assert.equal(second.all('authenticated')[0].user.status, 'dnd');
    assert.equal(await statusOf(owner, member), 'dnd');
    await witness.wait('user_status_change', (data) => of(member)(data) && data.status === 'dnd');
});

test('a refused status changes nothing', async () => {
    const {owner, member, serverId} = await company();
    const witness = await joined(owner, serverId);
    const peer = await connect(member);
    await witness.wait('user_status_change', of(member));
    for (const payload of [{status: 'no such'}, {status: 5}, {status: 'dnd', customStatus: 'x'.repeat(129)}]) await peer.askRefused('invalid_input', 'status_change', payload);
    await volatileFence(witness, owner);
    assert.deepEqual(witness.all('user_status_change').filter(of(member)).map((data) => data.status), ['online']);
});

test('who is invisible gives no sign when he changes his custom status, or chooses to be invisible again', async () => {
    const {owner, member, serverId} = await company();
    const witness = await joined(owner, serverId);
    const peer = await connect(member);
    await witness.wait('user_status_change', of(member));
    await peer.askOk('status_change', {status: 'invisible'});
    await witness.wait('user_status_change', (data) => of(member)(data) && data.status === 'offline');
    const from = witness.mark();
    await member.ok('updateMe', {body: {customStatus: 'still here'}});
    await peer.askOk('status_change', {status: 'invisible'});
    await member.ok('updateMe', {body: {status: 'invisible', customStatus: null}});
    await volatileFence(witness, owner);
    assert.deepEqual(witness.heard.slice(from).filter(({event, data}) => event === 'user_status_change' && of(member)(data)), []);
    await peer.askOk('status_change', {status: 'dnd', customStatus: 'back'});
    assert.deepEqual(await witness.wait('user_status_change', of(member), {from}), {userId: member.id, status: 'dnd', customStatus: 'back'});
});
