// `make bench`: how fast the REST calls are, beside references measured in the same run on the same machine with the same data.
// Prints a table with ratios, and writes bench-results/rest.json, rest.md and rest.svg. Nothing here decides whether a test passes.
//   node tests/bench/run.mjs [messages depth creation search lists]     BENCH_SECONDS=4 BENCH_ROUNDS=5
import {chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {availableParallelism, tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {startStack} from '../support/stack.mjs';
import {aim, readSettings} from '../support/target.mjs';
import {cpuPerRequest} from './cpu.mjs';
import {median, milliseconds, program, quantile} from './load.mjs';
import {markdown, plot} from './report.mjs';
import {queries} from './search.mjs';
import {bare, express, ours, pgbench, runAs, setting, statements} from './subjects.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const seconds = Number(process.env.BENCH_SECONDS ?? 4), rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const parts = ['messages', 'cpu', 'depth', 'creation', 'search', 'lists'];
const asked = process.argv.slice(2);
const wanted = asked.length ? asked : parts;
const say = (text) => console.log(`${new Date().toTimeString().slice(0, 8)}  ${text}`);

const world = {};

/** SQL in one of the instance's databases: auth, registry, or server <id>. */
const sql = (text, ...database) => program(join(root, 'ohkay'), ['psql', ...database.map(String), '-qAtX', '-v', 'ON_ERROR_STOP=1'], {input: text, env: {OHKAY_HOME: world.stack.home}});

/** A call as a client makes it, without the tests' validation of the answer. */
async function call(method, path, body) {
    const response = await fetch(world.stack.url + path, {method, headers: {authorization: `Bearer ${world.place.token}`, ...(body && {'content-type': 'application/json'})}, body: body && JSON.stringify(body)});
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 200)}`);
}

const rate = (runs) => ({median: median(runs), least: Math.min(...runs), most: Math.max(...runs), runs});
const time = (list) => ({p50: median(list), p95: quantile(list, 0.95), most: Math.max(...list), count: list.length});

/* --- the data ------------------------------------------------------------------------------- */

async function channelsOf(owner, serverId, count, from = 0) {
    const made = [];
    for (let i = 0; i < count; i++) made.push((await owner.ok('createChannel', {path: {serverId}, body: {name: `channel-${from + i}`, type: 'text'}})).channel.id);
    return made;
}

const fill = (channelId, userId, count) => `
INSERT INTO messages (channel_id, author_id, content)
    SELECT ${channelId}, ${userId}, 'Message ' || n || ': the quick brown fox jumps over the lazy dog.' FROM generate_series(1, ${count}) n;
UPDATE channels SET message_count = ${count}, last_message_id = (SELECT max(id) FROM messages WHERE channel_id = ${channelId}) WHERE id = ${channelId};`;

const place = (serverId, channelId) => `/api/servers/${serverId}/channels/${channelId}/messages`;

/** An owner, a server with 16 channels of a thousand messages, and everything the references need to know of them. */
async function prepare(folder) {
    world.stack = await startStack({LOG_LEVEL: 'info'});
    aim(world.stack);
    runAs(world.stack.home);
    const {newServer, person} = await import('../support/world.mjs');
    const owner = await person('bench'), {serverId} = await newServer(owner, 'Benchmark');
    const channels = await channelsOf(owner, serverId, 16);
    await sql(`${channels.map((id) => fill(id, owner.id, 1000)).join('')} ANALYZE;`, 'server', serverId);
    const home = world.stack.home, settings = readSettings(home);
    const [pgVersion] = readdirSync('/usr/lib/postgresql').sort((a, b) => b - a);
    Object.assign(world, {
        owner, serverId, channels, folder,
        place: {
            url: world.stack.url, token: owner.token, userId: owner.id, serverId, paths: channels.map((id) => place(serverId, id)),
            database: {host: setting(home, 'SERVER_DB_HOST'), port: Number(setting(home, 'SERVER_DB_PORT')), user: 'ohkay_user', password: settings.DB_PASSWORD, database: `ohkay_server_${serverId}`, options: '-c plan_cache_mode=force_generic_plan -c jit=off'},
            redis: setting(home, 'REDIS_URL').replace(/^unix:\/\//, ''), secret: settings.JWT_SECRET, workers: 6, app: join(home, 'app'), pgBin: `/usr/lib/postgresql/${pgVersion}/bin`,
            sql: statements(serverId),
        },
    });
}

// Access tokens live a quarter of an hour.
async function renew() {
    const session = await world.owner.ok('refresh', {body: {refreshToken: world.owner.refreshToken}});
    Object.assign(world.owner, session);
    world.place.token = session.token;
}

/* --- (a) reading a page, writing a message ------------------------------------------------------ */

async function messages() {
    await renew();
    const subjects = [ours(world.place), await bare(world.place, world.folder), await express(world.place, world.folder), pgbench(world.place, world.folder)];
    const result = {get: {}, post: {}};
    try {
        for (const method of ['get', 'post']) for (const subject of subjects) await subject[method](1); // warm
        for (let round = 1; round <= rounds; round++) {
            for (const method of ['get', 'post']) {
                for (const subject of subjects) {
                    const perSecond = await subject[method](seconds);
                    (result[method][subject.name] ??= []).push(perSecond);
                    say(`round ${round} ${method.toUpperCase().padEnd(4)} ${subject.name.padEnd(12)} ${perSecond.toFixed(0)}/s`);
                }
            }
        }
        // Everybody writes to one channel: the order of events is kept by a lock, so this is one after the other.
        result.post_one_channel = {};
        for (let round = 1; round <= 3; round++) {
            for (const subject of subjects) {
                const perSecond = await subject.post(seconds, world.place.paths.slice(0, 1));
                (result.post_one_channel[subject.name] ??= []).push(perSecond);
                say(`round ${round} POST to one channel ${subject.name.padEnd(12)} ${perSecond.toFixed(0)}/s`);
            }
        }
    } finally {
        for (const subject of subjects) await subject.stop();
    }
    for (const method of Object.keys(result)) for (const name of Object.keys(result[method])) result[method][name] = rate(result[method][name]);
    return result;
}

/* --- where the time of (a) goes ------------------------------------------------------------------ */

async function cpu() {
    await renew();
    const supervisor = Number(setting(world.stack.home, '../supervisor.pid')), result = {};
    const floor = await bare(world.place, world.folder);
    try {
        for (const [subject, roots] of [[ours(world.place), [supervisor]], [floor, [supervisor, ...floor.pids]]]) {
            for (const method of ['get', 'post']) {
                await subject[method](1);
                (result[method] ??= {})[subject.name] = await cpuPerRequest(roots, async () => (await subject[method](seconds)) * seconds);
            }
        }
    } finally {
        await floor.stop();
    }
    return result;
}

/** Many rows at once are quicker without the search index: drop it, and give what makes it again. */
async function dropSearchIndexes(serverId) {
    const made = await sql(`SELECT indexdef || ';' FROM pg_indexes WHERE tablename = 'messages' AND indexname = 'messages_search'`, 'server', serverId);
    await sql('DROP INDEX messages_search', 'server', serverId);
    return made.trim();
}

/* --- (b) ten thousand and two million messages -------------------------------------------------- */

async function depth() {
    await renew();
    const [small, large] = await channelsOf(world.owner, world.serverId, 2, 100);
    say('filling 10 thousand and 2 million messages');
    const indexes = await dropSearchIndexes(world.serverId); // reading a page does not use them
    await sql(`${fill(small, world.owner.id, 10_000)} ${fill(large, world.owner.id, 2_000_000)} VACUUM ANALYZE messages;`, 'server', world.serverId);
    if (!indexes) throw new Error('the search index has another name now');
    await renew();
    const subject = ours(world.place), runs = {small: [], large: []};
    for (let round = 0; round <= rounds; round++) {
        for (const [name, id] of [['small', small], ['large', large]]) {
            const perSecond = await subject.get(round ? seconds : 1, [place(world.serverId, id)]);
            if (round) runs[name].push(perSecond);
        }
    }
    return {small: rate(runs.small), large: rate(runs.large)};
}

/* --- (c) creating servers ------------------------------------------------------------------------ */

async function creation() {
    await renew();
    const times = await milliseconds(200, (i) => call('POST', '/api/servers', {name: `Server ${i}`}));
    return {all: time(times), first: median(times.slice(0, 10)), last: median(times.slice(-10)), times};
}

/* --- (d) searching in a million messages ----------------------------------------------------------- */

async function search() {
    await renew();
    const {newServer} = await import('../support/world.mjs');
    const {serverId} = await newServer(world.owner, 'Library');
    await channelsOf(world.owner, serverId, 9);
    say('filling a million messages to search in');
    const index = await dropSearchIndexes(serverId);
    await program(join(root, 'ohkay'), ['psql', 'server', String(serverId), '-qX', '-v', 'messages=1000000'], {input: readFileSync(join(root, 'tests/bench/fill-messages.sql')), env: {OHKAY_HOME: world.stack.home}});
    say('making the search index');
    await sql(`SET statement_timeout = 0; SET maintenance_work_mem = '256MB'; ${index} VACUUM ANALYZE messages;`, 'server', serverId);
    await renew();
    const kinds = {}, all = [];
    for (let round = 0; round < 12; round++) {
        for (const {kind, query} of queries) {
            const [ms] = await milliseconds(1, () => call('GET', `/api/servers/${serverId}/search?${new URLSearchParams(query)}`));
            if (round < 2) continue; // warm
            (kinds[kind] ??= []).push(ms);
            all.push(ms);
        }
    }
    return {all: time(all), kinds: Object.fromEntries(Object.entries(kinds).map(([kind, list]) => [kind, time(list)]))};
}

/* --- (e) a large server's members and channels ------------------------------------------------------ */

async function lists() {
    await renew();
    const {newServer} = await import('../support/world.mjs');
    const {serverId} = await newServer(world.owner, 'Town');
    await sql(`INSERT INTO users (username, display_name) SELECT 'resident-' || n, 'Resident ' || n FROM generate_series(1, 5000) n`, 'auth');
    const rows = (await sql(`SELECT id || '|' || username || '|' || display_name FROM users WHERE username LIKE 'resident-%'`, 'auth')).trim().split('\n').map((line) => line.split('|'));
    const values = rows.map(([id, username, displayName]) => `(${id},'${username}','${displayName}',1)`).join(',');
    await sql(`INSERT INTO memberships (server_id, user_id) SELECT ${serverId}, u FROM unnest('{${rows.map(([id]) => id)}}'::bigint[]) u; UPDATE servers SET member_count = 5001 WHERE id = ${serverId}`, 'registry');
    await sql(`INSERT INTO profiles (user_id, username, display_name, version) VALUES ${values};
        INSERT INTO members (user_id) SELECT user_id FROM profiles ON CONFLICT DO NOTHING;
        INSERT INTO roles (name, position, permissions) SELECT 'Role ' || n, n, 1024 FROM generate_series(1, 20) n;
        INSERT INTO member_roles SELECT m.user_id, r.id FROM members m JOIN roles r ON NOT r.is_everyone AND (m.user_id + r.id) % 7 = 0;
        INSERT INTO channels (name, type, position) SELECT 'channel-' || n, 'text', n FROM generate_series(1, 198) n;
        INSERT INTO overwrites SELECT c.id, 'role', r.id, 1024, 0 FROM channels c JOIN roles r ON (c.id + r.id) % 10 = 0;
        INSERT INTO read_states (channel_id, user_id) SELECT c.id, m.user_id FROM channels c JOIN members m ON m.user_id % 50 = 0 OR m.user_id = ${world.owner.id} ON CONFLICT DO NOTHING; ANALYZE;`, 'server', serverId);
    const members = (await milliseconds(220, (i) => call('GET', `/api/servers/${serverId}/members?limit=100&after=${rows[(i * 23) % 4900][0]}`))).slice(20);
    const channels = (await milliseconds(220, () => call('GET', `/api/servers/${serverId}/channels`))).slice(20);
    return {members: time(members), channels: time(channels)};
}

/* --- */

const work = {messages, cpu, depth, creation, search, lists};
const folder = mkdtempSync(join(tmpdir(), 'ohkay-bench-'));
chmodSync(folder, 0o755);
const results = {measuredAt: new Date().toISOString(), cores: availableParallelism(), seconds, rounds};
try {
    say('starting a stack');
    await prepare(folder);
    for (const part of wanted) {
        say(`== ${part}`);
        results[part] = await work[part]();
    }
} finally {
    await world.stack?.stop();
    rmSync(folder, {recursive: true, force: true});
}
const table = markdown(results);
console.log(`\n${table}`);
mkdirSync(join(root, 'bench-results'), {recursive: true});
writeFileSync(join(root, 'bench-results/rest.json'), `${JSON.stringify(results, null, 1)}\n`);
writeFileSync(join(root, 'bench-results/rest.md'), table);
writeFileSync(join(root, 'bench-results/rest.svg'), plot(results));
say('written: bench-results/rest.md, rest.json, rest.svg');
