// The same two calls as a careful team would write them in Express with pg and ioredis: one process a core, pools, prepared statements,
// the same SQL, the same checks (token, revocation, rights, input), the same event on the stream, in the order of the commits: so a
// message is written on a connection that holds the channel's lock until its event is out.
import cluster from 'node:cluster';
import {readFileSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import express from 'express';
import {Redis} from 'ioredis';
import jwt from 'jsonwebtoken';
import pg from 'pg';

const settings = JSON.parse(readFileSync(process.env.BENCH_SETTINGS, 'utf8'));

if (cluster.isPrimary) {
    let ready = 0;
    for (let i = 0; i < availableParallelism(); i++) cluster.fork().on('message', () => ++ready === availableParallelism() && console.log('ready'));
    process.on('SIGTERM', () => process.exit(0));
} else {
    const pool = new pg.Pool({...settings.database, max: 8});
    const redis = new Redis(settings.redis);
    // Twenty-odd bits of the permission rule.
    const VIEW = 1n << 10n, SEND = 1n << 11n, ADMINISTRATOR = 1n << 3n, HISTORY = 1n << 16n, ALL = (1n << 41n) - 1n;
    const bits = (value) => BigInt(value ?? 0);

    const run = (name, values) => pool.query({name, text: settings.statements[name], values, rowMode: 'array'});

    async function authenticate(req, res, next) {
        const [scheme, token] = (req.get('authorization') ?? '').split(' ');
        if (scheme !== 'Bearer') return res.status(401).json({error: 'Log in first.', code: 'token_missing'});
        try {
            req.claims = jwt.verify(token, settings.secret, {algorithms: ['HS256']});
        } catch {
            return res.status(401).json({error: 'The access token is not valid.', code: 'token_invalid'});
        }
        if (await redis.exists(`ohkay:revoked:${req.claims.sid}`)) return res.status(401).json({error: 'This session has ended.', code: 'session_ended'});
        req.userId = Number(req.claims.sub);
        next();
    }

    const needs = (wanted) => async (req, res, next) => {
        const channelId = Number(req.params.channelId);
        if (!Number.isSafeInteger(channelId) || channelId < 1) return res.status(404).json({error: 'No such thing.', code: 'not_found'});
        const {rows} = await run('channel_standing', [channelId, req.userId]);
        if (!rows.length) return res.status(404).json({error: 'No such thing.', code: 'not_found'});
        const [isOwner, base, timedOut, everyoneDeny, everyoneAllow, rolesDeny, rolesAllow, memberDeny, memberAllow, isOpen, isTextual] = rows[0];
        let has = bits(base);
        if (isOwner || has & ADMINISTRATOR) has = ALL;
        else {
            has = (has & ~bits(everyoneDeny)) | bits(everyoneAllow);
            has = (has & ~bits(rolesDeny)) | bits(rolesAllow);
            has = (has & ~bits(memberDeny)) | bits(memberAllow);
            if (timedOut) has &= VIEW | HISTORY;
        }
        if (!(has & VIEW)) return res.status(404).json({error: 'No such thing.', code: 'not_found'});
        if ((has & wanted) !== wanted || !isTextual) return res.status(403).json({error: 'You are not allowed to do this.', code: 'forbidden'});
        req.channelId = channelId;
        req.room = isOpen ? `server:${settings.serverId}` : `channel:${settings.serverId}:${channelId}`;
        next();
    };

    // What the statement of a call takes, with this request's values in their places.
    const values = (name, given) => settings.args[name].map((value) => (value in given ? given[value] : value));

    const app = express();
    app.disable('x-powered-by');
    app.set('etag', false);
    app.get('/api/servers/:serverId/channels/:channelId/messages', authenticate, needs(HISTORY), async (req, res) => {
        const limit = Number(req.query.limit ?? 50);
        if (!Number.isInteger(limit) || limit < 1 || limit > 100) return res.status(400).json({error: 'Some of what was sent is not valid.', code: 'invalid_input'});
        const {rows} = await run('message_list', values('message_list', {'{channel}': req.channelId, '{user}': req.userId, '{limit}': limit}));
        res.type('json').send(`{"messages":${rows[0][0]}}`);
    });
    app.post('/api/servers/:serverId/channels/:channelId/messages', express.json({limit: '1mb'}), authenticate, needs(SEND), async (req, res) => {
        const content = typeof req.body.content === 'string' ? req.body.content.trim() : '';
        if (!content || content.length > 4000) return res.status(400).json({error: 'Some of what was sent is not valid.', code: 'invalid_input'});
        const given = {'{channel}': req.channelId, '{user}': req.userId, '{content}': content}, client = await pool.connect();
        const ask = (name) => client.query({name, text: settings.statements[name], values: values(name, given), rowMode: 'array'});
        let message;
        try {
            await ask('order_lock_one');
            message = (await ask('message_insert')).rows[0][0];
            await redis.xadd('ohkay:bench', 'MAXLEN', '~', 100000, '*', 'event', 'new_message', 'rooms', req.room, 'data', message);
        } finally {
            await ask('order_unlock');
            client.release();
        }
        res.status(201).type('json').send(`{"message":${message}}`);
    });
    app.use((error, _req, res, _next) => {
        console.error(error.message);
        res.status(error.status ?? 500).json({error: 'Something went wrong on our side.', code: 'internal'});
    });
    // JSON stays text, as PostgreSQL wrote it.
    pg.types.setTypeParser(114, (text) => text);
    app.listen(settings.port, '127.0.0.1', () => process.send('ready'));
}
