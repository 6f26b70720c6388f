// Sessions and accounts that end, as open sockets see it.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {afterEach, test} from 'node:test';
import {connect, fence, joined, refusal, settle} from '../support/sockets.mjs';
import {target} from '../support/target.mjs';
import {anotherDevice, company, conversation, person, say, whisper} from '../support/world.mjs';

afterEach(settle);

const password = 'a long password';
const ended = async (peer, reason) => {
    assert.deepEqual(await peer.wait('session_ended'), {reason});
    await peer.wait('disconnect');
};

test('an ended session\'s sockets are told so and closed, and no others', async () => {
    const first = await person();
    const second = await anotherDevice(first);
    const [stays, one, two] = [await connect(first), await connect(second), await connect(second)];
    const {sessions} = await first.ok('listSessions');
    await first.ok('endSession', {path: {sessionId: sessions.find(({current}) => !current).id}});
    for (const peer of [one, two]) await ended(peer, 'ended');
    assert.equal((await refusal(second.token)).data.code, 'session_ended');
    await fence(stays, first);
    assert.deepEqual(stays.all('session_ended'), []);
});

test('a new password ends the sockets of the other sessions, however many, and not one\'s own', async () => {
    const first = await person('pw', {password});
    const others = await Promise.all(Array.from({length: 9}, () => anotherDevice(first, {password})));
    const stays = await connect(first);
    const peers = await Promise.all(others.map((client) => connect(client)));
    await first.ok('changePassword', {body: {currentPassword: password, newPassword: `${password} 2`}});
    for (const peer of peers) await ended(peer, 'password_changed');
    for (const client of others) await client.refused('getMe', 401);
    await fence(stays, first);
    assert.deepEqual(stays.all('session_ended'), []);
    await stays.askOk('status_change', {status: 'idle'});
});

test('a deleted account\'s sockets are closed on every device, and its servers hear that it left', async () => {
    const {owner, member, serverId, path} = await company();
    const device = await anotherDevice(member);
    const listener = await joined(owner, serverId);
    const [one, two] = [await joined(member, serverId), await connect(device)];
    await member.ok('deleteMe', {body: {}});
    for (const peer of [one, two]) await ended(peer, 'account_deleted');
    assert.deepEqual(await listener.wait('member_left'), {serverId, userId: member.id, reason: 'leave'});
    await say(owner, path, 'after');
    assert.equal((await refusal(member.token)).data.code, 'session_ended');
    assert.deepEqual(one.all('new_message'), []);
});

test('a deletion that was cut off behind the account is finished by the sweep', {skip: !target.home && 'needs the state folder of the stack'}, async () => {
    const {owner, member, serverId, path} = await company();
    const listener = await joined(owner, serverId);
    const peer = await connect(member);
    await say(member, path, 'mine');
    const {id: conversationId} = await conversation(member, owner);
    await whisper(member, conversationId, 'mine');
    const ohkay = (...words) => execFileSync(fileURLToPath(new URL('../../ohkay', import.meta.url)), words, {env: {...process.env, OHKAY_HOME: target.home}, stdio: ['ignore', 'pipe', 'pipe']});
    const where = `user_id = ${member.id}`;
    ohkay('psql', 'auth', '-qc', `BEGIN; UPDATE users SET username = 'deleted-user-' || id, display_name = 'Deleted user', deleted_at = now(),
        profile_version = profile_version + 1 WHERE id = ${member.id}; UPDATE sessions SET ended_at = now(), end_reason = 'account_deleted' WHERE ${where}; COMMIT`);
    ohkay('sweep');
    await ended(peer, 'account_deleted');
    assert.deepEqual(await listener.wait('member_left'), {serverId, userId: member.id, reason: 'leave'});
    await member.refused('getMe', 401);
    ohkay('sweep');
    const authors = [(await owner.ok('listMessages', {path})).messages[0].author, (await owner.ok('listDirectMessages', {path: {conversationId}})).messages[0].author];
    assert.deepEqual(authors.map(({displayName}) => displayName), ['Deleted user', 'Deleted user']);
    await owner.refused('createDirectMessage', 403, {path: {conversationId}, body: {content: 'x'}}, 'forbidden');
});
