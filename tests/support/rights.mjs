// Rights changed behind the API's back, the way a worker changes them: under the lock of the server as a whole, with the control
// on the stream before the lock is let go. For what no call can do at the very moment a test needs it.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {createConnection} from 'node:net';
import {fileURLToPath} from 'node:url';
import {service} from './processes.mjs';
import {target} from './target.mjs';

const door = fileURLToPath(new URL('../../ohkay', import.meta.url));
const viewChannel = 1024;

/** One psql that stays open: `run(sql)` gives the rows of the last statement, unaligned. */
class Prompt {
    constructor(...database) {
        this.child = spawn(door, ['psql', ...database, '-X', '-q', '-At', '-v', 'ON_ERROR_STOP=1'], {env: {...process.env, OHKAY_HOME: target.home}, stdio: ['pipe', 'pipe', 'pipe']});
        this.said = '';
        this.trouble = '';
        this.child.stderr.on('data', (data) => (this.trouble += data));
        this.child.stdout.on('data', (data) => {
            this.said += data;
            this.look?.();
        });
        this.child.on('exit', () => this.look?.());
        this.turn = Promise.resolve();
        this.count = 0;
    }

    run(sql) {
        const mine = `-- done ${(this.count += 1)} --\n`;
        this.turn = this.turn.then(() => new Promise((resolve, reject) => {
            this.look = () => {
                const end = this.said.indexOf(mine);
                if (end >= 0) {
                    const rows = this.said.slice(0, end).split('\n').filter(Boolean);
                    this.said = this.said.slice(end + mine.length);
                    resolve(rows);
                } else if (this.child.exitCode !== null) {
                    reject(new Error(`psql: ${this.trouble}`));
                }
            };
            this.child.stdin.write(`${sql};\n\\echo '${mine.trim()}'\n`);
        }));
        return this.turn;
    }

    close() {
        this.child.stdin.end('\\q\n');
    }
}

/** One connection to the stack's Redis; `send` gives when it has answered. */
export function redisSend(...words) {
    const args = readFileSync(`/proc/${service(target.home, 'redis').pid}/cmdline`, 'utf8').split('\0');
    // Redis writes its title anew: the socket's path is in the settings of the stack, too.
    const path = args.join(' ').match(/unixsocket:? ?(\S+)/)?.[1] ?? target.settings.REDIS_URL?.replace('unix://', '');
    return new Promise((resolve, reject) => {
        const socket = createConnection(path).once('error', reject);
        const command = `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(String(word))}\r\n${word}\r\n`).join('')}`;
        socket.write(command);
        socket.once('data', (data) => {
            socket.end();
            if (String(data).startsWith('-')) reject(new Error(String(data)));
            else resolve(String(data));
        });
    });
}

/** Who changes the rights in one server. */
export class Changer {
    constructor(serverId) {
        this.serverId = serverId;
        this.prompt = new Prompt('server', String(serverId));
    }

    /** Change something, tell of it as a worker does, and give the id of the last message before the change. */
    async change(sql, {userId} = {}) {
        await this.prompt.run('SELECT pg_advisory_lock(0)');
        try {
            const [before] = await this.prompt.run(`WITH changed AS (SELECT 1) SELECT coalesce(max(id), 0) FROM messages`);
            await this.prompt.run(`BEGIN; ${sql}; COMMIT`);
            await this.recheck({userId});
            return Number(before);
        } finally {
            await this.prompt.run('SELECT pg_advisory_unlock_all()');
        }
    }

    recheck({userId} = {}) {
        return redisSend('XADD', 'ohkay:events', '*', 'control', 'recheck', 'room', `server:${this.serverId}`, ...(userId ? ['user', userId] : []));
    }

    close() {
        this.prompt.close();
    }
}

/** A channel that only `allowed` may see, beside the owner. */
export const makePrivate = (channelId, ...allowed) =>
    [
        `UPDATE channels SET is_open = false WHERE id = ${channelId}`,
        `INSERT INTO overwrites (channel_id, target_type, target_id, deny) SELECT ${channelId}, 'role', id, ${viewChannel} FROM roles WHERE is_everyone ON CONFLICT DO NOTHING`,
        ...allowed.map((client) => allow(channelId, client)),
    ].join('; ');

export const makeOpen = (channelId) => `DELETE FROM overwrites WHERE channel_id = ${channelId}; UPDATE channels SET is_open = true WHERE id = ${channelId}`;

export const allow = (channelId, client) =>
    `INSERT INTO overwrites (channel_id, target_type, target_id, allow) VALUES (${channelId}, 'member', ${client.id}, ${viewChannel}) ON CONFLICT DO NOTHING`;

export const disallow = (channelId, client) => `DELETE FROM overwrites WHERE channel_id = ${channelId} AND target_type = 'member' AND target_id = ${client.id}`;

/** Whether a message was written while it was allowed: `turns` are [the last message before the change, allowed from then on]. */
export function allowedAt(turns, id) {
    let allowed;
    for (const [before, is] of turns) if (id > before) allowed = is;
    assert.notEqual(allowed, undefined);
    return allowed;
}
