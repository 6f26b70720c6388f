// How many statements a request costs does not grow with the rows it reads or writes. Every list of openapi.yaml, and every write
// that takes a list, has a case here; a new one without a case fails.
import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {Client, anyone} from '../support/client.mjs';
import {sql, upload} from '../support/files.mjs';
import {logged, until} from '../support/logs.mjs';
import {png} from '../support/pictures.mjs';
import {bits, everyoneOf, hide, newRole, putRole} from '../support/roles.mjs';
import {openapi, operations, resolve} from '../support/schema.mjs';
import {target} from '../support/target.mjs';
import {anotherDevice, company, conversation, letIn, newServer, person, say, unique, whisper} from '../support/world.mjs';

const times = async (count, make) => {
    const made = [];
    for (let i = 0; i < count; i += 1) made.push(await make(i));
    return made;
};
const people = (count, name) => times(count, () => person(name));

const quarter = (all, i) => all.slice((i * all.length) / 4, ((i + 1) * all.length) / 4);

/** A server of which the caller is the owner. */
async function ownServer() {
    const place = await company();
    return {...place, client: place.owner};
}

async function conversationWith(count) {
    const [client, other] = await people(2);
    const {id} = await conversation(client, other);
    await times(count, (i) => whisper(i % 2 ? client : other, id, `message ${i}`));
    return {client, other, options: {path: {conversationId: id}, query: {limit: 100}}};
}

/** A server of so many roles, channels with an overwrite each, and members. */
async function crowd(rows) {
    const place = await ownServer();
    const {client, serverId} = place;
    await letIn(client, serverId, ...(await people(Math.min(rows, 10))));
    for (let i = 0; i < rows; i += 1) {
        const role = await newRole(client, serverId, `r${i}`);
        const {channel} = await client.ok('createChannel', {path: {serverId}, body: {name: `c${i}`, type: 'text'}});
        await client.ok(...putRole({serverId, channelId: channel.id}, role.id, bits('SEND_MESSAGES')));
    }
    return place;
}

async function hook(rows, more = {}) {
    const {client: owner, serverId, channelId} = await ownServer();
    const {webhook} = await owner.ok('createWebhook', {path: {serverId}, body: {channelId, name: 'hook'}});
    const embeds = Array.from({length: Math.min(rows, 10)}, (_, i) => ({title: `embed ${i}`, fields: [{name: 'a', value: 'b'}]}));
    return {client: anyone, options: {path: {webhookId: webhook.id, webhookToken: webhook.token, ...more}, query: {wait: true}, body: {content: 'x', embeds}}};
}

/** operationId: make so many rows; gives {client, options}, or options as a function of the attempt. */
const cases = {
    listSessions: async (rows) => {
        const client = await person();
        await times(rows - 1, () => anotherDevice(client));
        return {client, options: {}};
    },
    searchUsers: async (rows) => {
        const prefix = unique('find').slice(0, 14);
        await people(rows, prefix);
        return {client: await person(), options: {query: {query: prefix, limit: 50}}};
    },
    listBlocks: async (rows) => {
        const client = await person();
        for (const {id} of await people(rows)) await client.ok('blockUser', {path: {userId: id}});
        return {client, options: {}};
    },
    listServers: async (rows) => {
        const client = await person();
        await times(Math.min(rows, 6), () => newServer(client));
        return {client, options: {}};
    },
    listPublicServers: async (rows) => {
        const client = await person();
        const name = unique('public').slice(0, 16);
        await times(Math.min(rows, 6), () => client.ok('createServer', {body: {name, isPublic: true}}));
        return {client, options: {query: {query: name}}};
    },
    listInvites: async (rows) => {
        const {client, serverId} = await ownServer();
        await times(rows, () => client.ok('createInvite', {path: {serverId}, body: {}}));
        return {client, options: {path: {serverId}}};
    },
    listMembers: async (rows) => {
        const {client, serverId} = await ownServer();
        await letIn(client, serverId, ...(await people(rows)));
        return {client, options: {path: {serverId}, query: {limit: 100}}};
    },
    updateMember: async (rows) => {
        const {client, member, serverId} = await ownServer();
        const ids = sql(`INSERT INTO roles (name, position) SELECT 'role ' || n, n FROM generate_series(1, ${rows}) n RETURNING id`, 'server', String(serverId)).map(Number);
        return {client, options: (i) => ({path: {serverId, userId: member.id}, body: {roles: i % 2 ? [] : ids}}), odd: true};
    },
    listBans: async (rows) => {
        const {client, serverId} = await ownServer();
        for (const {id} of await people(rows)) await client.ok('banUser', {path: {serverId, userId: id}, body: {}});
        return {client, options: {path: {serverId}}};
    },
    listAuditLog: async (rows) => {
        const {client, serverId} = await ownServer();
        for (const {id} of await people(rows)) await client.ok('banUser', {path: {serverId, userId: id}, body: {reason: 'row'}});
        return {client, options: {path: {serverId}}};
    },
    listChannels: async (rows) => {
        const {client, serverId} = await ownServer();
        await times(rows, (i) => client.ok('createChannel', {path: {serverId}, body: {name: `c${i}`, type: 'text'}}));
        return {client, options: {path: {serverId}}};
    },
    reorderChannels: async (rows) => {
        const {client, serverId} = await ownServer();
        const made = await times(rows, (i) => client.ok('createChannel', {path: {serverId}, body: {name: `c${i}`, type: 'text'}}));
        for (const {channel} of made.filter((_, i) => i % 2)) await hide(client, {serverId, channelId: channel.id});
        return {client, options: (turn) => ({path: {serverId}, body: made.map(({channel}, i) => ({id: channel.id, position: i + turn, parentId: null}))})};
    },
    listRoles: async (rows) => {
        const {client, serverId} = await ownServer();
        await times(rows, (i) => newRole(client, serverId, `r${i}`));
        return {client, options: {path: {serverId}}};
    },
    reorderRoles: async (rows) => {
        const {client, serverId} = await ownServer();
        const made = await times(rows, (i) => newRole(client, serverId, `r${i}`));
        return {client, options: (turn) => ({path: {serverId}, body: made.map(({id}, i) => ({id, position: 1 + ((i + turn) % rows)}))})};
    },
    // Not lists, but what these decide on is all roles, overwrites, channels and members there are.
    updateRole: async (rows) => {
        const {client, serverId} = await crowd(rows);
        const {id, permissions} = await everyoneOf(client, serverId);
        return {client, options: (turn) => ({path: {serverId, roleId: id}, body: {permissions: turn % 2 ? permissions : '0'}})};
    },
    putRoleOverwrite: async (rows) => {
        const {client, serverId, path} = await crowd(rows);
        const {id} = await everyoneOf(client, serverId);
        return {client, options: (turn) => ({path: {...path, roleId: id}, body: {deny: turn % 2 ? '0' : bits('VIEW_CHANNEL')}})};
    },
    listMessages: async (rows) => {
        const {client, member, path} = await ownServer();
        const writers = [client, member];
        let last;
        await times(rows, async (i) => (last = await say(writers[i % 2], path, `message <@${member.id}> ${i}`, last ? {replyToId: last.id} : {})));
        return {client, options: {path, query: {limit: 100}}};
    },
    listMessageEdits: async (rows) => {
        const {client, path} = await ownServer();
        const {id: messageId} = await say(client, path, 'first');
        await times(rows, (i) => client.ok('updateMessage', {path: {...path, messageId}, body: {content: `edit ${i}`}}));
        return {client, options: {path: {...path, messageId}}};
    },
    deleteMessages: async (rows) => {
        const {client, path} = await ownServer();
        const ids = await times(4 * Math.min(rows, 20), async (i) => (await say(client, path, `message ${i}`)).id);
        return {client, attempts: 4, options: (i) => ({path, body: {ids: quarter(ids, i)}})};
    },
    listPins: async (rows) => {
        const {client, path} = await ownServer();
        await times(rows, async (i) => client.ok('pinMessage', {path: {...path, messageId: (await say(client, path, `pin ${i}`)).id}}));
        return {client, options: {path}};
    },
    listReactionUsers: async (rows) => {
        const {client, serverId, path} = await ownServer();
        const at = {...path, messageId: (await say(client, path, 'react')).id, emoji: '👍'};
        const others = await people(rows);
        await letIn(client, serverId, ...others);
        for (const other of others) await other.ok('addReaction', {path: at});
        return {client, options: {path: at, query: {limit: 100}}};
    },
    searchMessages: async (rows) => {
        const {client, serverId, path} = await ownServer();
        await times(rows, (i) => say(client, path, `needle ${i}`));
        return {client, options: {path: {serverId}, query: {q: 'needle'}}};
    },
    listEmojis: async (rows) => {
        const {client, serverId} = await ownServer();
        await times(Math.min(rows, 6), async (i) => client.ok('createEmoji', {path: {serverId}, body: {name: `emoji_${i}`, imageId: (await upload(client, png(3, 2), 'a.png', 'image/png')).id}}));
        return {client, options: {path: {serverId}}};
    },
    listWebhooks: async (rows) => {
        const {client, serverId, channelId} = await ownServer();
        await times(Math.min(rows, 8), (i) => client.ok('createWebhook', {path: {serverId}, body: {channelId, name: `hook ${i}`}}));
        return {client, options: {path: {serverId}}};
    },
    executeWebhook: (rows) => hook(rows),
    executeWebhookVersioned: (rows) => hook(rows, {apiVersion: 'v10'}),
    listConversations: async (rows) => {
        const client = await person();
        for (const other of await people(rows)) await whisper(other, (await conversation(client, other)).id, 'hello');
        return {client, options: {}};
    },
    createConversation: async (rows) => {
        const client = await person();
        const others = await people(Math.min(rows, 9));
        return {client, options: {body: {userIds: others.map(({id}) => id)}}};
    },
    listDirectMessages: conversationWith,
    listDirectReactions: async (rows) => {
        const [client, ...others] = await people(Math.min(rows, 8) + 1);
        const {conversation: {id}} = await client.ok('createConversation', {body: {userIds: others.map((other) => other.id)}});
        const message = await whisper(client, id, 'react');
        const path = {conversationId: id, messageId: message.id, emoji: '👍'};
        for (const other of others) await other.ok('addDirectReaction', {path});
        return {client, options: {path}};
    },
    createMessage: async (rows) => {
        const {client, path} = await ownServer();
        const files = await times(4 * Math.min(rows, 10), (i) => upload(client, `file ${i}`));
        return {client, attempts: 4, options: (i) => ({path, body: {content: 'files', attachmentIds: quarter(files, i).map(({id}) => id)}})};
    },
    createDirectMessage: async (rows) => {
        const {client, options} = await conversationWith(1);
        const files = await times(4 * Math.min(rows, 10), (i) => upload(client, `file ${i}`));
        return {client, attempts: 4, options: (i) => ({path: options.path, body: {content: 'files', attachmentIds: quarter(files, i).map(({id}) => id)}})};
    },
};

const answerOf = (op) => {
    const answers = openapi.paths[op.path][op.method.toLowerCase()].responses;
    const given = answers['200'] ?? answers['201'];
    const answer = given?.$ref ? given.$ref.slice(2).split('/').reduce((node, name) => node[name], openapi) : given;
    return resolve(answer?.content?.['application/json']?.schema);
};
const isList = (schema) => [resolve(schema)?.type].flat().includes('array');
const hasList = (schema) => schema && (isList(schema) || Object.values(schema.properties ?? {}).some(isList));
const decidesOnAll = ['updateRole', 'putRoleOverwrite'];
const wanted = operations.filter((op) => decidesOnAll.includes(op.operationId) || (op.method === 'GET' ? op.secured && hasList(answerOf(op)) : hasList(op.body))).map(({operationId}) => operationId);

/** How many statements each of these attempts cost, as the worker's log says. */
async function costs(operationId, {client, options}, attempts) {
    const ids = [];
    for (let i = 0; i < attempts; i += 1) {
        const id = unique('statements');
        const given = typeof options === 'function' ? options(i) : options;
        await client.ok(operationId, {...given, headers: {'x-request-id': id}});
        ids.push(id);
    }
    // Workers write their log when they have nothing else to do: give each the occasion.
    return until(async () => {
        await Promise.all(Array.from({length: 8}, () => anyone.ok('getInstance')));
        const lines = logged('cgi').filter((line) => line.includes('statements=') && ids.some((id) => line.includes(id)));
        if (lines.length < attempts) return null;
        return ids.map((id) => Number(lines.find((line) => line.includes(id)).match(/statements=(\d+)/)[1]));
    });
}

describe('statements', {skip: !target.home && 'needs the log of the stack', concurrency: 1}, () => {
    test('every list, and every write of a list, has its case', () => {
        assert.deepEqual(Object.keys(cases).sort(), wanted.sort());
    });

    for (const operationId of wanted.filter((name) => cases[name])) {
        test(`${operationId} costs as many statements for many rows as for few`, async () => {
            const [few, many] = [await cases[operationId](2), await cases[operationId](40)];
            // The least of several: a worker that meets a database for the first time has more to say.
            const least = async (scene) => {
                const all = await costs(operationId, scene, scene.attempts ?? 8);
                return Math.min(...(scene.odd ? all.filter((_, i) => i % 2 === 0) : all));
            };
            const [less, more] = [await least(few), await least(many)];
            assert.ok(less > 0 && few.client instanceof Client);
            assert.equal(more, less, `${operationId}: ${less} statements for 2 rows, ${more} for 40`);
        });
    }
});
