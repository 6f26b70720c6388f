// 1,000 servers, a database each, on 100 connections: every worker serves any of them at any moment.
import assert from 'node:assert/strict';
import {statfsSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {after, before, test} from 'node:test';
import {statementsOf} from '../support/log.mjs';
import {psql, watch} from '../support/psql.mjs';
import {startStack} from '../support/stack.mjs';
import {aim, target} from '../support/target.mjs';
import {person} from '../support/world.mjs';

const serverCount = 1000;
const requestCount = 4000;
const clientCount = 16;
const creators = 4;
const budget = 90; // DB_CONNECTION_BUDGET, of max_connections = 100
const bytesNeeded = 14 * 2 ** 30; // 9 MB a database, and its log

// Its data is thrown away: nothing here need survive a crash of the machine.
const postgres = `fsync = off
full_page_writes = off
max_connections = 100
max_wal_size = 4GB
checkpoint_timeout = 30min
autovacuum = off
`;

let stack;
const owners = [];
const places = []; // {owner, path}

const seconds = (since) => ((Date.now() - since) / 1000).toFixed(1);
const quantile = (numbers, q) => [...numbers].sort((a, b) => a - b)[Math.floor(q * (numbers.length - 1))];

/** Run `step` for 0 .. count - 1, so many at a time. */
async function inParallel(count, atOnce, step) {
    let next = 0;
    await Promise.all(Array.from({length: atOnce}, async (_, who) => {
        for (let i = next++; i < count; i = next++) await step(i, who);
    }));
}

before(async () => {
    const {bavail, bsize} = statfsSync(tmpdir());
    assert.ok(bavail * bsize > bytesNeeded, `${serverCount} server databases need ${bytesNeeded / 2 ** 30} GB in ${tmpdir()}; ${(bavail * bsize / 2 ** 30).toFixed(1)} GB are free`);
    stack = await startStack({}, {postgres});
    aim(stack);
    for (let i = 0; i < clientCount; i += 1) owners.push(await person('scale'));
});

after(async () => {
    const begun = Date.now();
    assert.deepEqual((await stack?.stop()) ?? [], [], 'sanitizer');
    console.log(`scale: cleared away in ${seconds(begun)} s`);
});

test('1,000 servers are created, and each has its database', async () => {
    const begun = Date.now();
    const took = [];
    await inParallel(serverCount, creators, async (i) => {
        const owner = owners[i % clientCount];
        const from = performance.now();
        const {server} = await owner.ok('createServer', {body: {name: `Server ${i}`}});
        took.push(performance.now() - from);
        places.push({owner, serverId: server.id});
    });
    console.log(`scale: ${serverCount} servers created in ${seconds(begun)} s, ${creators} at once; p50 ${Math.round(quantile(took, 0.5))} ms, p95 ${Math.round(quantile(took, 0.95))} ms each`);
    const [databases] = psql(target.home, 'registry', "SELECT count(*) FROM pg_database WHERE datname ~ '^ohkay_server_[0-9]+$';");
    assert.equal(Number(databases), serverCount);
});

test('thousands of requests to any of them at once succeed within the budget of connections', async () => {
    const connections = await watch(target.home, 'registry', "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name = 'ohkay'", 100);
    const begun = Date.now();
    const took = [];
    await inParallel(requestCount, clientCount, async (i) => {
        const {owner, serverId} = places[Math.floor(Math.random() * places.length)];
        const from = performance.now();
        const {channels} = await owner.ok('listChannels', {path: {serverId}});
        took.push(performance.now() - from);
        assert.equal(channels.length, 2);
        if (i % 4 === 0) await owner.ok('createMessage', {path: {serverId, channelId: channels.find((one) => one.type === 'text').id}, body: {content: `message ${i}`}});
    });
    const counts = await connections.end();
    const most = Math.max(...counts);
    console.log(`scale: ${requestCount * 1.25} requests to random servers in ${seconds(begun)} s, p50 ${quantile(took, 0.5).toFixed(1)} ms, p95 ${quantile(took, 0.95).toFixed(1)} ms; at most ${most} connections in ${counts.length} looks`);
    assert.ok(counts.length > 20, 'looked often');
    assert.ok(most <= budget, `${most} connections`);
    assert.ok(most > 30, 'every worker was at work');
});

test('a list of more than sixty servers, once computed, asks none of their databases', async () => {
    const owner = owners[0];
    const mine = places.filter((place) => place.owner === owner);
    await owner.ok('listServers');
    const begun = performance.now();
    const {servers} = await owner.ok('listServers');
    const took = performance.now() - begun;
    assert.equal(servers.length, mine.length);
    let statements = [];
    for (const end = Date.now() + 10_000; statements.length < 2 && Date.now() < end; ) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        statements = statementsOf(target.home, 'GET', '/api/servers', owner.id);
    }
    console.log(`scale: a list of ${servers.length} servers in ${took.toFixed(1)} ms and ${statements.at(-1)} statements`);
    assert.ok(statements.length === 2 && statements[1] <= 4, `statements ${statements}`);
});
