// Redis or PostgreSQL hangs: it neither answers nor closes its connections. Without PostgreSQL there is a 503 in time.
// Without Redis, what is stored meanwhile is told afterwards, and a right or a session
// that ended meanwhile has ended for tokens and sockets, too, although nothing of it could be published.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {anyone} from '../support/client.mjs';
import {descendants, service} from '../support/processes.mjs';
import {connect, joined, settle} from '../support/sockets.mjs';
import {startStack} from '../support/stack.mjs';
import {aim, target} from '../support/target.mjs';
import {anotherDevice, company, say} from '../support/world.mjs';

let stack;

before(async () => {
    stack = await startStack({WORKERS: '3'});
    aim(stack);
});

after(async () => {
    settle();
    assert.deepEqual(await stack.stop(), []);
});

test('who is kicked and whose session ends while Redis hangs is out once it answers again, without another write', async () => {
    const {owner, member, serverId, path} = await company();
    const tablet = await anotherDevice(member);
    const [kicked, ended, witness] = [await joined(member, serverId), await connect(tablet), await joined(owner, serverId)];
    const {pid} = service(target.home, 'redis');
    process.kill(pid, 'SIGSTOP');
    let missed;
    try {
        missed = await say(owner, path, 'stored while nobody could be told');
        await tablet.ok('logout');
        await owner.ok('kickMember', {path: {serverId, userId: member.id}});
    } finally {
        process.kill(pid, 'SIGCONT');
    }
    await witness.wait('resync');
    assert.ok((await owner.ok('listMessages', {path})).messages.some(({id}) => id === missed.id));
    assert.deepEqual(await ended.wait('session_ended'), {reason: 'logout'});
    // Each of the workers, whichever answers.
    for (let i = 0; i < 12; i += 1) await tablet.refused('getMe', 401, {}, 'session_ended');
    await kicked.wait('resync');
    const from = kicked.mark();
    const secret = await say(owner, path, 'not for who was kicked');
    await witness.wait('new_message', ({id}) => id === secret.id);
    await kicked.askRefused('not_found', 'join_server', {serverId});
    assert.deepEqual(kicked.heard.slice(from).filter(({event}) => event === 'new_message'), []);
    assert.deepEqual(await anyone.ok('getHealth'), {status: 'ok'});
});

test('while PostgreSQL hangs every call is answered 503 in time, by every worker, and afterwards all is well', async () => {
    const {owner} = await company();
    const postgres = service(target.home, 'postgres');
    const pids = [postgres, ...descendants(postgres.pid)].map(({pid}) => pid);
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    const begun = Date.now();
    try {
        // More than there are workers: those that come second find no worker in good health, either.
        const answers = await Promise.all(Array.from({length: 6}, () => owner.call('listServers')));
        for (const {status, headers} of answers) assert.deepEqual([status, headers.get('retry-after')], [503, '1']);
        assert.ok(Date.now() - begun < 25_000, `${Date.now() - begun} ms`);
    } finally {
        for (const pid of pids.reverse()) process.kill(pid, 'SIGCONT');
    }
    assert.equal((await owner.ok('listServers')).servers.length, 1);
});
