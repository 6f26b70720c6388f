// What is compared: our stack, pgbench with the same SQL, the bare worker behind the same lighttpd, and the Express server.
import {spawn, spawnSync} from 'node:child_process';
import {chownSync, closeSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {basename, join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {program, requestsPerSecond} from './load.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const INT64_MAX = '9223372036854775807';
export const CONTENT = 'The quick brown fox jumps over the lazy dog, and writes about it.';

/** The statements of the two calls, in the order they are sent, with what they take; {…} differs from request to request. */
const calls = {
    get: {statements: ['channel_standing', 'message_list'], answer: 2},
    post: {statements: ['channel_standing', 'order_lock_one', 'message_insert', 'order_unlock'], answer: 3},
};
const argsOf = (serverId) => ({
    channel_standing: ['{channel}', '{user}'],
    message_list: ['{channel}', INT64_MAX, '{limit}', '0', '0', String(serverId), '{user}'],
    order_lock_one: ['{channel}'],
    message_insert: ['{channel}', '{user}', '{content}', null, null, '{}', String(serverId), '{}', 'false', 'false', 'true', null, null],
    order_unlock: [],
});

/** The program's own statements by name; a benchmark that binds another number of arguments than they take is wrong. */
export function statements(serverId) {
    const listed = spawnSync(join(root, 'build/ohkay-cgi'), ['--statements'], {encoding: 'utf8', maxBuffer: 16 << 20});
    const all = Object.fromEntries(JSON.parse(listed.stdout).map(({name, sql}) => [name, sql]));
    const args = argsOf(serverId);
    const texts = {};
    for (const name of Object.keys(args)) {
        const most = Math.max(0, ...[...all[name].matchAll(/\$(\d+)/g)].map(([, n]) => Number(n)));
        if (most !== args[name].length) throw new Error(`${name} takes ${most} arguments, tests/bench/subjects.mjs gives ${args[name].length}`);
        texts[name] = all[name];
    }
    return {texts, args};
}

function freePort() {
    return new Promise((resolve, reject) => {
        const server = createServer().once('error', reject);
        server.listen(0, '127.0.0.1', () => {
            const {port} = server.address();
            server.close(() => resolve(port));
        });
    });
}

async function answers(url, child, what) {
    for (let i = 0; i < 200; i++) {
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${what} ended: ${child.said}`);
        try {
            await fetch(url);
            return;
        } catch {
            await pause(50);
        }
    }
    throw new Error(`${what} does not answer: ${child.said}`);
}

/** As root, everything that talks to PostgreSQL runs as the services do: it lets nobody else in. */
let owner;
export const runAs = (home) => (owner = statSync(home));
const asServices = () => (process.getuid() === 0 ? ['setpriv', `--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'] : []);
const giveAway = (path) => process.getuid() === 0 && chownSync(path, owner.uid, owner.gid);

// Its output goes to a file: lighttpd opens its log by name, which no pipe of Node's allows.
function start(folder, command, args, env) {
    const log = join(folder, `${basename(command)}.log`), out = openSync(log, 'a');
    giveAway(log);
    const [file, ...rest] = [...asServices(), command, ...args];
    const child = spawn(file, rest, {cwd: '/', env: {...process.env, ...env}, stdio: ['ignore', out, out], detached: true});
    closeSync(out);
    Object.defineProperty(child, 'said', {get: () => readFileSync(log, 'utf8').slice(-2000)});
    return child;
}

// Only the first process: it ends its children itself. Should it not, all of its group go.
const stop = (child) => new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    const enough = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), 3000);
    child.once('exit', () => {
        clearTimeout(enough);
        resolve();
    });
    child.kill('SIGTERM');
});

const web = (name, url, paths, token) => ({
    name,
    get: (seconds, channels = paths) => requestsPerSecond(url, {method: 'GET', seconds, token, paths: channels.map((path) => `${path}?limit=50`)}),
    post: (seconds, channels = paths) => requestsPerSecond(url, {method: 'POST', seconds, token, paths: channels, body: JSON.stringify({content: CONTENT})}),
    stop: async () => {},
});

export function ours(place) {
    return web('ohkay', place.url, place.paths, place.token);
}

/** One bare worker a worker of ours, behind a lighttpd with our configuration. */
export async function bare(place, folder) {
    const home = join(folder, 'bare'), sql = join(home, 'sql');
    mkdirSync(sql, {recursive: true});
    giveAway(home);
    for (const [method, {statements: names}] of Object.entries(calls)) {
        names.forEach((name, i) => {
            const given = {'{user}': place.userId, '{limit}': 50, '{content}': CONTENT};
            const lines = place.sql.args[name].map((value) => (value === null ? '\\N' : String(given[value] ?? value)));
            writeFileSync(join(sql, `${method}.${i + 1}.sql`), place.sql.texts[name]);
            writeFileSync(join(sql, `${method}.${i + 1}.args`), lines.map((line) => `${line}\n`).join(''));
        });
    }
    const port = String(await freePort());
    const db = Object.entries(place.database).map(([key, value]) => `${{database: 'dbname'}[key] ?? key}='${value}'`).join(' ');
    const workers = start(home, 'spawn-fcgi', ['-n', '-s', join(home, 'cgi.sock'), '-M', '0666', '-b', '1024', '--', '/usr/bin/multiwatch', '-f', String(place.workers), '--', join(root, 'build/bench/bare')], {
        BENCH_SQL: sql, BENCH_DB: db, BENCH_ANSWER_GET: String(calls.get.answer), BENCH_ANSWER_POST: String(calls.post.answer),
    });
    const front = start(home, 'lighttpd', ['-D', '-f', join(root, 'lighttpd/lighttpd.conf')], {
        PORT: port, OHKAY_BIND: '127.0.0.1', OHKAY_APP: place.app, OHKAY_RUN: home, OHKAY_UPLOADS: home, OHKAY_UPLOAD_MAX_KB: '20480',
    });
    const url = `http://127.0.0.1:${port}`;
    await answers(url, front, 'lighttpd');
    const probe = await fetch(`${url}${place.paths[0]}?limit=50`);
    if (probe.status !== 200 || !Array.isArray(await probe.json())) throw new Error(`the bare worker does not answer: ${probe.status} ${workers.said}`);
    return {...web('bare worker', url, place.paths, place.token), pids: [front.pid, workers.pid], stop: async () => {
        await stop(front);
        await stop(workers);
    }};
}

/** Express, one process a core, without a proxy in front of it. */
export async function express(place, folder) {
    const port = await freePort(), file = join(folder, 'express.json');
    writeFileSync(file, JSON.stringify({
        port, secret: place.secret, serverId: place.serverId, database: place.database, redis: place.redis, statements: place.sql.texts,
        args: place.sql.args,
    }));
    const child = start(folder, process.execPath, [join(root, 'tests/bench/peers/express.mjs')], {BENCH_SETTINGS: file, NODE_ENV: 'production'});
    const url = `http://127.0.0.1:${port}`;
    await answers(url, child, 'express');
    const probe = await fetch(`${url}${place.paths[0]}?limit=50`, {headers: {authorization: `Bearer ${place.token}`}});
    if (probe.status !== 200 || !Array.isArray((await probe.json()).messages)) throw new Error(`the Express server does not answer: ${probe.status} ${child.said}`);
    return {...web('express', url, place.paths, place.token), stop: () => stop(child)};
}

/** A statement with its values in it. pgbench reads :name as a variable of its own, so times are written without a colon before a letter. */
function literal(text, args, given) {
    return text.replaceAll('HH24:MI:SS', 'HH24":"MI":"SS').replace(/\$(\d+)/g, (_, n) => {
        const value = args[n - 1] === null ? null : String(given[args[n - 1]] ?? args[n - 1]);
        if (value === null) return 'NULL';
        return value.startsWith(':') ? value : `'${value.replaceAll("'", "''")}'`;
    });
}

/** PostgreSQL alone: the same statements, in the same number of round trips as the bare worker. */
export function pgbench(place, folder) {
    const {host, port, user, database, password} = place.database;
    const binary = join(place.pgBin, 'pgbench');
    const run = (method) => async (seconds, paths = place.paths) => {
        const channels = paths.map((path) => Number(path.match(/channels\/(\d+)/)[1]));
        const given = {'{channel}': ':channel', '{user}': place.userId, '{limit}': 50, '{content}': CONTENT};
        const lines = calls[method].statements.map((name) => `${literal(place.sql.texts[name], place.sql.args[name], given)};`);
        const file = join(folder, `${method}.pgbench`);
        // Channels were made one after the other, so their ids are a range.
        writeFileSync(file, [`\\set channel random(${Math.min(...channels)}, ${Math.max(...channels)})`, '\\startpipeline', ...lines, '\\endpipeline', ''].join('\n'));
        const [command, ...args] = [...asServices(), binary, '-n', '-M', 'prepared', '-c', '16', '-j', '1', '-T', String(seconds), '-f', file, '-h', host, '-p', String(port), '-U', user, database];
        const out = await program(command, args, {env: {PGPASSWORD: password, PGOPTIONS: place.database.options}, cwd: '/'});
        if (!/number of failed transactions: 0 /.test(out)) throw new Error(`pgbench failed\n${out}`);
        return Number(out.match(/tps = ([\d.]+)/)[1]);
    };
    return {name: 'pgbench', get: run('get'), post: run('post'), stop: async () => {}};
}

/** The settings as the services have them. */
export const setting = (home, name) => readFileSync(join(home, 'run/env', name), 'utf8').trim();
