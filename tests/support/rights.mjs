// Rights changed behind the API's back, the way a worker changes them: under the lock of the server as a whole, with the control
// on the stream before the lock is let go. For what no call can do at the very moment a test needs it.
import assert from 'node:assert/strict';
import {Prompt, redisSend} from './database.mjs';

const viewChannel = 1024;

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
