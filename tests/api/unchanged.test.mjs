// A refused write changes nothing: every refusal of every writing operation leaves all four kinds of databases as they were.
// Most refusals follow from openapi.yaml; what needs a scene of its own stands in `scenes`. A new operation without a line there
// fails. It starts its own instance, because nobody else may write meanwhile.
import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {anyone, Client} from '../support/client.mjs';
import {Prompt} from '../support/database.mjs';
import {sql, upload} from '../support/files.mjs';
import {png} from '../support/pictures.mjs';
import {bits, newRole} from '../support/roles.mjs';
import {operations, resolve} from '../support/schema.mjs';
import {startStack} from '../support/stack.mjs';
import {aim, target} from '../support/target.mjs';
import {anotherDevice, company, conversation, invite, person, say, unique, whisper} from '../support/world.mjs';

const nobody = 9007199254740991;
const password = 'correct horse battery';
const usedKey = 'used for something else';
let stack;
let world;

/** Each database with its tables, and how to ask for what is in them. What reading changes is left out. */
class Databases {
    constructor(...names) {
        this.prompts = names.map((name) => new Prompt(...name));
    }

    async prepare() {
        this.questions = [];
        for (const prompt of this.prompts) {
            const tables = await prompt.run(`SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`);
            assert.ok(tables.length > 3, tables.join(' '));
            this.questions.push(tables.map((name) => `SELECT '${name}', md5(coalesce(string_agg(r, E'\\n' ORDER BY r), '')), count(*) FROM (SELECT (to_jsonb(t) - 'last_used_at')::text AS r FROM "${name}" t) rows`).join(' UNION ALL '));
        }
    }

    async snapshot() {
        return (await Promise.all(this.prompts.map((prompt, i) => prompt.run(this.questions[i])))).map((rows, i) => [i, rows]);
    }

    close() {
        for (const prompt of this.prompts) prompt.close();
    }
}

const path = () => ({
    serverId: world.serverId, channelId: world.channelId, messageId: world.message.id, userId: world.member.id, inviteCode: world.inviteCode, roleId: world.role.id,
    conversationId: world.conversationId, uploadId: world.file.id, sessionId: world.otherSession, emoji: '👍',
    emojiId: world.emoji.id, webhookId: world.webhook.id, webhookToken: world.webhook.token, apiVersion: 'v10',
});
const direct = () => ({...path(), messageId: world.direct.id});
const group = () => ({...path(), conversationId: world.groupId});
const by = (name) => () => world[name];

/** operationId: {body, path} that would be accepted from the owner, who may not do it (`forbidden`), and more refusals: [status, who, what is
 * different, another status that will do]. `anyType` are fields that may hold anything, `anyId` parts of the path that nobody looks up. */
const scenes = {
    register: {body: () => ({username: unique(), serverPassword: target.serverPassword, password}), more: () => [[409, anyone, {body: {username: world.owner.user.username, serverPassword: target.serverPassword, password}}], [403, anyone, {body: {username: unique(), serverPassword: 'wrong', password}}]]},
    login: {body: () => ({username: world.guarded.user.username, serverPassword: target.serverPassword, password}), more: () => [[401, anyone, {body: {username: world.guarded.user.username, serverPassword: target.serverPassword, password: 'wrong password'}}], [403, anyone, {body: {username: world.guarded.user.username, serverPassword: 'wrong', password}}]]},
    refresh: {body: () => ({refreshToken: 'x'.repeat(43)}), more: () => [[401, anyone, {}]]},
    logout: {},
    endSession: {more: () => [[404, world.outsider, {}]]},
    changePassword: {body: () => ({currentPassword: password, newPassword: 'another password'}), more: () => [[401, world.guarded, {body: {currentPassword: 'wrong password', newPassword: 'another password'}}]]},
    deleteMe: {body: () => ({password}), more: () => [[401, world.guarded, {body: {password: 'wrong password'}}], [409, world.owner, {body: {}}]]},
    updateMe: {body: () => ({bio: 'changed'})},
    blockUser: {more: () => [[400, world.owner, {path: {userId: world.owner.id}}]]},
    unblockUser: {anyId: ['userId']},
    createServer: {body: () => ({name: 'another'})},
    deleteServer: {body: () => ({name: world.server.name}), forbidden: by('member'), more: () => [[409, world.owner, {body: {name: 'another name'}}]]},
    updateServer: {body: () => ({name: 'changed'}), forbidden: by('member')},
    transferServer: {body: () => ({userId: world.member.id}), forbidden: by('member'), more: () => [[404, world.owner, {body: {userId: world.outsider.id}}]]},
    joinPublicServer: {strangers: 'may', more: () => [[404, world.outsider, {}], [403, world.banned, {path: {serverId: world.publicId}}]]},
    leaveServer: {more: () => [[409, world.owner, {}]]},
    createInvite: {body: () => ({}), forbidden: by('muted')},
    deleteInvite: {forbidden: by('member'), more: () => [[404, world.owner, {path: {...path(), inviteCode: 'nosuchcode'}}]]},
    joinServer: {strangers: 'may', more: () => [[404, world.outsider, {path: {inviteCode: 'nosuchcode'}}], [403, world.banned, {}]]},
    kickMember: {forbidden: by('member'), path: () => ({...path(), userId: world.owner.id}), more: () => [[403, world.owner, {}]]},
    updateMember: {body: () => ({nickname: 'changed'}), forbidden: by('muted'), more: () => [[400, world.owner, {body: {roles: [nobody]}}], [403, world.member, {body: {roles: [world.role.id]}}]]},
    banUser: {body: () => ({reason: 'changed'}), forbidden: by('member'), more: () => [[403, world.owner, {path: {...path(), userId: world.owner.id}}]]},
    unbanUser: {forbidden: by('member'), path: () => ({...path(), userId: world.banned.id}), more: () => [[404, world.owner, {path: path()}]]},
    createRole: {body: () => ({name: 'another'}), forbidden: by('member'), more: () => [[403, world.deputy, {body: {name: 'mighty', permissions: bits('ADMINISTRATOR')}}]]},
    reorderRoles: {body: () => [{id: world.role.id, position: 1}], forbidden: by('member'), more: () => [[400, world.owner, {body: [{id: nobody, position: 1}]}]]},
    updateRole: {body: () => ({name: 'changed'}), forbidden: by('member')},
    deleteRole: {forbidden: by('member')},
    createChannel: {body: () => ({name: 'another', type: 'text'}), forbidden: by('member'), more: () => [[400, world.owner, {body: {name: 'another', type: 'text', parentId: nobody}}]]},
    reorderChannels: {body: () => [{id: world.channelId, position: 7}], forbidden: by('member'), more: () => [[404, world.owner, {body: [{id: world.channelId, position: 7}, {id: nobody, position: 1}]}]]},
    updateChannel: {body: () => ({name: 'changed'}), forbidden: by('member')},
    deleteChannel: {forbidden: by('member')},
    putRoleOverwrite: {body: () => ({allow: '0', deny: bits('SEND_MESSAGES')}), forbidden: by('member'), more: () => [[400, world.owner, {body: {allow: bits('ADMINISTRATOR'), deny: '0'}}], [403, world.deputy, {body: {allow: bits('MANAGE_MESSAGES'), deny: '0'}}]]},
    deleteRoleOverwrite: {forbidden: by('member'), more: () => [[404, world.owner, {path: {...path(), roleId: nobody}}]]},
    putMemberOverwrite: {body: () => ({allow: '0', deny: bits('SEND_MESSAGES')}), forbidden: by('member')},
    deleteMemberOverwrite: {forbidden: by('member'), more: () => [[404, world.owner, {path: {...path(), userId: nobody}}]]},
    createMessage: {body: () => ({content: 'another'}), forbidden: by('muted'), more: () => [[404, world.owner, {body: {content: 'x', attachmentIds: [nobody]}}, 400], [404, world.owner, {body: {content: 'x', replyToId: nobody}}, 400], [429, world.slow, {path: {...path(), channelId: world.slowId}}]]},
    deleteMessage: {forbidden: by('member')},
    updateMessage: {body: () => ({content: 'changed'}), forbidden: by('member')},
    deleteMessages: {body: () => ({ids: [world.message.id, world.message2.id]}), forbidden: by('member'), more: () => [[404, world.owner, {body: {ids: [nobody, nobody - 1]}}]]},
    typeInChannel: {forbidden: by('muted')},
    addReaction: {forbidden: by('muted'), more: () => [[400, world.owner, {path: {...path(), emoji: 'no emoji'}}]]},
    removeReaction: {},
    removeReactionOf: {forbidden: by('slow'), anyId: ['userId']},
    pinMessage: {forbidden: by('member')},
    unpinMessage: {forbidden: by('member')},
    createWebhook: {body: () => ({channelId: world.channelId, name: 'another'}), forbidden: by('member'), more: () => [[404, world.owner, {body: {channelId: nobody, name: 'another'}}, 400]]},
    deleteWebhook: {forbidden: by('member')},
    executeWebhook: {body: () => ({content: 'another'}), anyType: ['allowed_mentions'], more: () => [[404, anyone, {path: {...path(), webhookToken: 'wrong'}}], [400, anyone, {body: {}}]]},
    executeWebhookVersioned: {body: () => ({content: 'another'}), anyType: ['allowed_mentions'], more: () => [[404, anyone, {path: {...path(), webhookToken: 'wrong'}}], [400, anyone, {body: {}}]]},
    createEmoji: {body: () => ({name: 'another', imageId: world.picture.id}), forbidden: by('member'), more: () => [[404, world.owner, {body: {name: 'another', imageId: nobody}}, 400]]},
    deleteEmoji: {forbidden: by('member')},
    readChannel: {body: () => ({messageId: world.message.id}), more: () => [[404, world.owner, {body: {messageId: nobody}}]]},
    createConversation: {body: () => ({userId: world.outsider.id}), more: () => [[404, world.owner, {body: {userId: nobody}}], [403, world.shunned, {body: {userId: world.owner.id}}], [404, world.owner, {body: {userIds: [world.member.id, nobody]}}]]},
    leaveConversation: {path: group, more: () => [[409, world.owner, {path: path()}]]},
    createDirectMessage: {path: direct, body: () => ({content: 'another'}), more: () => [[403, world.blocked, {path: {conversationId: world.blockedId}}]]},
    deleteDirectMessage: {path: direct, forbidden: by('member')},
    updateDirectMessage: {path: direct, body: () => ({content: 'changed'}), forbidden: by('member')},
    addDirectReaction: {path: direct, more: () => [[400, world.owner, {path: {...direct(), emoji: 'no emoji'}}]]},
    removeDirectReaction: {path: direct},
    typeInConversation: {path: direct},
    readConversation: {path: direct, body: () => ({messageId: world.direct.id}), more: () => [[404, world.owner, {body: {messageId: nobody}}]]},
    createUpload: {more: () => [[400, world.owner, {body: '{}'}, 415]]},
    createFileTicket: {},
    deleteUpload: {more: () => [[404, world.outsider, {}]]},
};

const writes = operations.filter((op) => op.method !== 'GET');

/** Every refusal of an operation: [statuses, who, options, why]. */
function refusals(op) {
    const scene = scenes[op.operationId];
    const usual = {path: (scene.path ?? path)(), ...(scene.body ? {body: scene.body()} : {})};
    const list = [];
    const add = (statuses, who, options, why) => list.push([[statuses].flat(), who, {...usual, ...options}, why]);
    const known = (...statuses) => statuses.filter((status) => op.statuses.includes(status));
    if (op.secured) {
        add(401, anyone, {}, 'no token');
        add(401, new Client({token: 'not.a.token'}), {}, 'a wrong token');
        add(401, world.ended, {}, 'a session that ended');
    }
    const who = op.secured ? world.owner : anyone;
    if (scene.body) {
        add(415, who, {body: JSON.stringify(usual.body), headers: {'content-type': 'text/plain'}}, 'another type');
        add(413, who, {body: JSON.stringify([usual.body, 'x'.repeat(2 << 20)])}, 'too large');
        add(400, who, {body: '{"cut'}, 'half a body');
        add(400, who, {body: '{"a":1} {}'}, 'two bodies');
        for (const name of Object.keys(op.body?.properties ?? {})) if (!scene.anyType?.includes(name)) add(400, who, {body: {...usual.body, [name]: {deep: [1]}}}, `${name} of another type`);
        for (const name of op.body?.required ?? []) {
            const body = {...usual.body};
            delete body[name];
            add(400, who, {body}, `without ${name}`);
        }
        if (resolve(op.body)?.type === 'array') add(400, who, {body: [{id: 'x'}]}, 'no id');
    }
    for (const [, name] of op.path.matchAll(/\{(\w+Id)\}/g)) {
        add([400, 404], who, {path: {...usual.path, [name]: 'x'}}, `${name} is no id`);
        if (known(404).length && !scene.anyId?.includes(name)) add([403, 404], who, {path: {...usual.path, [name]: nobody}}, `no such ${name}`);
    }
    if (/\{(serverId|conversationId)\}/.test(op.path) && scene.strangers !== 'may') add(404, world.outsider, {}, 'an outsider');
    if (scene.forbidden) add(403, scene.forbidden(), {}, 'not allowed');
    if (op.secured && known(409).length) add([400, 409], world.owner, {headers: {'idempotency-key': usedKey}}, 'a key of another call');
    for (const [status, client, options, other] of scene.more?.() ?? []) add(other ? [status, other] : status, client, options, 'as the scene says');
    return list;
}

before(async () => {
    stack = await startStack({LOG_LEVEL: 'warn'});
    aim(stack);
    const place = await company();
    const {owner, member, serverId, channelId} = place;
    const [muted, banned, blocked, slow, deputy, ended, shunned] = await Promise.all(['muted', 'banned', 'blocked', 'slow', 'deputy', 'ended', 'shunned'].map((name) => person(name)));
    const guarded = await person('guarded', {password});
    const {code: inviteCode} = await invite(owner, serverId);
    for (const client of [muted, slow, deputy]) await client.ok('joinServer', {path: {inviteCode}});
    const role = await newRole(owner, serverId, 'role');
    const editors = await newRole(owner, serverId, 'editors', bits('MANAGE_ROLES', 'MANAGE_CHANNELS'));
    await owner.ok('updateMember', {path: {serverId, userId: deputy.id}, body: {roles: [editors.id]}});
    const [message, message2] = [await say(owner, place.path, 'one'), await say(owner, place.path, 'two')];
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'slow', type: 'text', slowmodeSeconds: 21600}});
    await say(slow, {serverId, channelId: channel.id}, 'the one for now');
    await owner.ok('updateMember', {path: {serverId, userId: muted.id}, body: {timeoutUntil: new Date(Date.now() + 86_400_000).toISOString()}});
    const {server: open} = await owner.ok('createServer', {body: {name: 'open', isPublic: true}});
    for (const id of [serverId, open.id]) await owner.ok('banUser', {path: {serverId: id, userId: banned.id}, body: {reason: 'banned'}});
    const [drawn, picture] = [await upload(owner, png(3, 2), 'a.png', 'image/png'), await upload(owner, png(2, 3), 'b.png', 'image/png')];
    const {emoji} = await owner.ok('createEmoji', {path: {serverId}, body: {name: 'drawn', imageId: drawn.id}});
    const {webhook} = await owner.ok('createWebhook', {path: {serverId}, body: {channelId, name: 'hook'}});
    await member.ok('addReaction', {path: {serverId, channelId, messageId: message.id, emoji: '👍'}});
    const {id: conversationId} = await conversation(owner, member);
    const {id: blockedId} = await conversation(owner, blocked);
    const sent = await whisper(owner, conversationId, 'direct');
    const {conversation: {id: groupId}} = await owner.ok('createConversation', {body: {userIds: [member.id, slow.id]}});
    for (const {id} of [blocked, shunned]) await owner.ok('blockUser', {path: {userId: id}});
    const file = await upload(owner, 'a file');
    const device = await anotherDevice(owner);
    const {sessions} = await owner.ok('listSessions');
    await ended.ok('logout');
    await owner.ok('updateMe', {body: {bio: 'with a key'}, headers: {'idempotency-key': usedKey}});
    world = {
        ...place, muted, banned, blocked, slow, deputy, guarded, ended, shunned, inviteCode, role, message, message2, slowId: channel.id, publicId: open.id, conversationId, blockedId,
        direct: sent, groupId, file, webhook, emoji, picture, otherSession: sessions.find(({current}) => !current)?.id ?? device.sessionId, channelId,
        databases: new Databases(['auth'], ['dms'], ['registry'], ['server', String(serverId)]),
    };
    assert.ok(sql('SELECT 1', 'auth').length);
    await world.databases.prepare();
});
after(async () => {
    world?.databases.close();
    assert.deepEqual((await stack?.stop()) ?? [], []);
});

describe('unchanged', {concurrency: 1}, () => {
    test('every writing operation has its scene', () => {
        assert.deepEqual(Object.keys(scenes).sort(), writes.map(({operationId}) => operationId).sort());
    });

    for (const op of writes.filter(({operationId}) => scenes[operationId]))
        test(`${op.operationId}: what is refused changes nothing in any database`, async () => {
            let now = await world.databases.snapshot();
            const wrong = [];
            for (const [statuses, who, options, why] of refusals(op)) {
                const {status, body, what} = await who.call(op.operationId, options);
                if (!statuses.includes(status)) wrong.push(`${why}: ${what} -> ${status} ${JSON.stringify(body)}, not ${statuses}`);
                const then = await world.databases.snapshot();
                try {
                    assert.deepEqual(then, now);
                } catch {
                    const differ = then.flatMap(([i, rows]) => rows.filter((row) => !now[i][1].includes(row)).map((row) => row.split('|')[0]));
                    wrong.push(`${why}: ${what} -> ${status} changed ${differ.join(', ')}`);
                    now = then;
                }
            }
            assert.deepEqual(wrong, []);
        });
});
