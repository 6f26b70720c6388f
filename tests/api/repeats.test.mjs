// Idempotency-Key: a write that is repeated is done once.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {newServer, person} from '../support/world.mjs';

const under = (key) => ({headers: {'idempotency-key': key}});

test('a server created ten times at once under one Idempotency-Key is one server', async () => {
    const owner = await person();
    const answers = await Promise.all(Array.from({length: 10}, () =>
        owner.call('createServer', {body: {name: 'once'}, ...under('first server')})));
    assert.deepEqual(answers.map((answer) => answer.status), Array(10).fill(201));
    assert.equal(new Set(answers.map((answer) => answer.body.server.id)).size, 1);
    assert.equal((await owner.ok('listServers')).servers.length, 1);
});

test('a key belongs to its author and to one call', async () => {
    const owner = await person();
    const other = await person();
    const {serverId} = await newServer(owner);
    const body = {name: 'plans', type: 'text'};
    const first = await owner.ok('createChannel', {path: {serverId}, body, ...under('k')});
    const again = await owner.ok('createChannel', {path: {serverId}, body: {...body, name: 'other'}, ...under('k')});
    assert.deepEqual(again, first);
    await owner.refused('createServer', 409, {body: {name: 'x'}, ...under('k')}, 'conflict');
    await other.ok('createServer', {body: {name: 'mine'}, ...under('k')});
});

test('what was refused may be repeated under the same key', async () => {
    const owner = await person();
    await owner.refused('createServer', 400, {body: {name: ''}, ...under('again')});
    const {server} = await owner.ok('createServer', {body: {name: 'now it has a name'}, ...under('again')});
    assert.equal(server.name, 'now it has a name');
    await owner.refused('createServer', 400, {body: {name: 'x'}, ...under('x'.repeat(65))});
});

test('a repeated write without an answer gets its 204 again', async () => {
    const owner = await person();
    const member = await person();
    const {serverId} = await newServer(owner);
    const {invite} = await owner.ok('createInvite', {path: {serverId}, body: {}});
    await member.ok('joinServer', {path: {inviteCode: invite.code}});
    for (let i = 0; i < 2; i += 1)
        assert.equal((await member.call('leaveServer', {path: {serverId}, ...under('bye')})).status, 204);
});
