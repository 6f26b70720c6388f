// The databases of a stack, as its own superuser sees them: for tests that look inside, or stand in the way.
import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';

const door = fileURLToPath(new URL('../../ohkay', import.meta.url));
const args = (database) => ['psql', ...database.split(' '), '-U', 'postgres', '-XAtq', '-v', 'ON_ERROR_STOP=1'];
const env = (home) => ({...process.env, OHKAY_HOME: home, PGAPPNAME: 'test'});

/** The shell of the front door, and psql below it. */
function stop(child) {
    try {
        process.kill(-child.pid, 'SIGTERM');
    } catch (error) {
        assert.equal(error.code, 'ESRCH');
    }
}

/** Run statements in `auth`, `dms`, `registry`, `template` or `server <id>`; gives the lines of the answer. */
export function psql(home, database, sql) {
    const {status, stdout, stderr} = spawnSync(door, args(database), {env: env(home), input: sql, encoding: 'utf8'});
    assert.equal(status, 0, `${database}: ${sql}: ${stderr}`);
    return stdout.trim() === '' ? [] : stdout.trim().split('\n');
}

/** A session that stays open: what it has done holds until `end`. Resolves when the statements are done. */
export async function session(home, database, sql) {
    const child = spawn(door, args(database), {env: env(home), stdio: ['pipe', 'pipe', 'ignore'], detached: true});
    const gone = once(child, 'exit');
    let said = '';
    child.stdin.on('error', () => {});
    child.stdout.on('data', (data) => (said += data));
    child.stdin.write(`${sql}\n\\echo done\n`);
    while (!said.includes('done')) {
        assert.equal(child.exitCode, null, `${database}: the session ended`);
        await Promise.race([once(child.stdout, 'data'), gone]);
    }
    return {
        lines: () => said.trim().split('\n'),
        end: async () => {
            stop(child);
            await gone;
        },
    };
}

/** Every `ms` milliseconds the number that a query gives, until `end`, which gives them all. */
export async function watch(home, database, query, ms) {
    const child = spawn(door, args(database), {env: env(home), stdio: ['pipe', 'pipe', 'ignore'], detached: true});
    let said = '';
    child.stdin.on('error', () => {});
    child.stdout.on('data', (data) => (said += data));
    child.stdin.write(`${query} \\watch ${ms / 1000}\n`);
    await once(child.stdout, 'data');
    return {
        end: async () => {
            const gone = once(child, 'exit');
            stop(child);
            await gone;
            return said.split('\n').filter((line) => /^\d+$/.test(line)).map(Number);
        },
    };
}
