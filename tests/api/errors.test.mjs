// Bad input to every operation, made from docs/openapi.yaml: each gets the contract's error, and no worker dies of it.
import assert from 'node:assert/strict';
import {connect as tcp} from 'node:net';
import {after, before, describe, test} from 'node:test';
import {anyone, check} from '../support/client.mjs';
import {workers} from '../support/processes.mjs';
import {operations, resolve} from '../support/schema.mjs';
import {target} from '../support/target.mjs';
import {company, conversation, invite, person, say, unique, whisper} from '../support/world.mjs';

let world;
let path;
let pids;

before(async () => {
    world = await company();
    const {owner, member, outsider, serverId} = world;
    const message = await say(owner, world.path, 'here');
    const {id: conversationId} = await conversation(owner, member);
    const direct = await whisper(owner, conversationId, 'here');
    const {code: inviteCode} = await invite(owner, serverId);
    const {role} = await owner.ok('createRole', {path: {serverId}, body: {}});
    const {webhook} = await owner.ok('createWebhook', {path: {serverId}, body: {channelId: world.channelId, name: 'fine'}});
    world.roleId = role.id;
    const more = {roleId: role.id, webhookId: webhook.id, webhookToken: webhook.token, apiVersion: 'v10', sessionId: 1, emoji: '👍'};
    path = (op) => ({...more, ...world.path, conversationId, inviteCode, uploadId: 1, emojiId: 1, key: '0'.repeat(32), fileName: 'none', userId: op.operationId === 'banUser' ? outsider.id : member.id, messageId: op.path.startsWith('/api/dms') ? direct.id : message.id});
    pids = target.home ? workers(target.home).map((worker) => worker.pid) : [];
});

after(async () => {
    assert.deepEqual(await anyone.ok('getHealth'), {status: 'ok'});
    if (target.home) assert.deepEqual(workers(target.home).map((worker) => worker.pid), pids, 'a worker died and was replaced');
});

/** A body that an operation accepts. */
const good = {
    register: () => ({username: unique(), serverPassword: target.serverPassword}),
    login: () => ({username: world.owner.user.username, serverPassword: target.serverPassword}),
    refresh: () => ({refreshToken: 'x'.repeat(43)}),
    updateMe: () => ({bio: 'fine'}),
    createServer: () => ({name: 'fine'}),
    updateServer: () => ({name: 'fine'}),
    createInvite: () => ({}),
    createEmoji: () => ({name: 'fine', imageId: 1}),
    createChannel: () => ({name: 'fine', type: 'text'}),
    createMessage: () => ({content: 'fine'}),
    updateMessage: () => ({content: 'fine'}),
    createDirectMessage: () => ({content: 'fine'}),
    updateDirectMessage: () => ({content: 'fine'}),
    readChannel: (op) => ({messageId: path(op).messageId}),
    readConversation: (op) => ({messageId: path(op).messageId}),
    createConversation: () => ({userId: world.member.id}),
    changePassword: () => ({currentPassword: 'not the password', newPassword: 'a new password'}),
    deleteMe: () => ({password: 'x'}), // who owns a server is refused
    deleteServer: () => ({name: 'not its name'}),
    transferServer: () => ({userId: world.member.id}),
    updateMember: () => ({nickname: 'fine'}),
    banUser: () => ({reason: 'fine'}),
    createWebhook: () => ({channelId: world.channelId, name: 'fine'}),
    executeWebhook: () => ({content: 'fine'}),
    executeWebhookVersioned: () => ({content: 'fine'}),
    createRole: () => ({name: 'fine'}),
    updateRole: () => ({name: 'fine'}),
    reorderRoles: () => [{id: world.roleId, position: 1}],
    updateChannel: () => ({topic: 'fine'}),
    reorderChannels: () => [{id: world.channelId, position: 1}],
    putRoleOverwrite: () => ({allow: '0', deny: '0'}),
    putMemberOverwrite: () => ({allow: '0', deny: '0'}),
    deleteMessages: () => ({ids: [1, 2]}),
};

/** Those whose body is a list of things, and those that take forms as well. */
const isList = (op) => op.body.type === 'array';
const takesForms = (op) => op.operationId.startsWith('executeWebhook');

/** The values that a schema refuses, each with the reason. */
function badValues(given) {
    const schema = resolve(given);
    if (schema.oneOf) {
        const kinds = schema.oneOf.map(resolve);
        const nullable = kinds.some((kind) => kind.type === 'null');
        return badValues(kinds.find((kind) => kind.type !== 'null')).filter(([value]) => !(nullable && value === null));
    }
    const types = [schema.type ?? 'string'].flat();
    const values = types.includes('object') ? [[1, 'a number']] : [[{}, 'an object'], [{deep: [1]}, 'an object']];
    if (!types.includes('null')) values.push([null, 'null']);
    if (!types.includes('array')) values.push([[], 'a list'], [['x'], 'a list']);
    if (!types.includes('boolean')) values.push([true, 'a boolean'], [false, 'a boolean']);
    if (types.includes('string')) {
        values.push([42, 'a number'], [1.5, 'a number']);
        if (schema.maxLength) values.push(['x'.repeat(schema.maxLength + 1), 'too long'], ['é'.repeat(schema.maxLength + 1), 'too long']);
        if (schema.minLength) values.push(['', 'too short']);
        if (schema.pattern) values.push(['***', 'the wrong pattern']);
        if (schema.enum) values.push(['no such', 'no choice'], ['', 'no choice']);
    }
    if (types.includes('integer')) {
        values.push(['1', 'a string'], ['x', 'a string'], [1.5, 'a fraction'], [9007199254740992, 'above 2^53'], [-9007199254740993, 'below -2^53'], [1e300, 'huge']);
        if (schema.minimum !== undefined) values.push([schema.minimum - 1, 'too small']);
        if (schema.maximum !== undefined && schema.maximum < 9007199254740991) values.push([schema.maximum + 1, 'too large']);
    }
    if (types.includes('boolean')) values.push(['true', 'a string'], [1, 'a number'], ['', 'a string']);
    if (types.includes('array')) {
        values.push(['x', 'a string'], [1, 'a number'], ...(schema.minItems ? [[[], 'too few']] : []));
        for (const [value, why] of badValues(schema.items)) values.push([[value], `a list of ${why}`]);
        values.push([Array.from({length: schema.maxItems + 1}, (_, i) => i + 1), 'too many']);
    }
    return values;
}

const call = (op, options = {}) => world.owner.call(op.operationId, {path: path(op), ...options});
const withBody = operations.filter((op) => op.body);
const withObject = withBody.filter((op) => !isList(op));
const invalid = (answer, name, why) => {
    assert.equal(answer.status, 400, `${answer.what}: ${name} is ${why} -> ${answer.status} ${JSON.stringify(answer.body)}`);
    assert.equal(answer.body.code, 'invalid_input', `${answer.what}: ${name} is ${why}`);
    assert.ok(Object.keys(answer.body.fields ?? {}).some((field) => field === name || field.startsWith(`${name}[`) || field.startsWith(`${name}.`)), `${answer.what}: ${name} is ${why}: fields ${JSON.stringify(answer.body.fields)}`);
};

describe('a field of the wrong type, length or choice is a 400 that names it', () => {
    for (const op of withObject)
        for (const [name, schema] of Object.entries(op.body.properties))
            test(`${op.operationId}: ${name}`, async () => {
                const base = good[op.operationId](op);
                if (name === 'userIds') delete base.userId;
                for (const [value, why] of badValues(schema)) invalid(await call(op, {body: {...base, [name]: value}}), name, why);
            });
});

describe('a missing field is a 400 that names it', () => {
    for (const op of withObject.filter((one) => one.body.required))
        test(op.operationId, async () => {
            for (const name of op.body.required) {
                const body = good[op.operationId](op);
                delete body[name];
                invalid(await call(op, {body}), name, 'missing');
            }
            invalid(await call(op, {body: {}}), op.body.required[0], 'missing');
        });
});

describe('a text with a NUL is a 400, and half of a character does no harm', () => {
    for (const op of withObject)
        for (const [name, given] of Object.entries(op.body.properties)) {
            const schema = resolve(given.oneOf?.[0] ?? given);
            if (![schema.type].flat().includes('string') || schema.enum) continue;
            test(`${op.operationId}: ${name}`, async () => {
                const answer = (escaped) => call(op, {body: JSON.stringify({...good[op.operationId](op), [name]: '@@'}).replace('"@@"', `"${escaped}"`)});
                const {status, what} = await answer('a\\u0000b');
                assert.ok([400, 401, 403].includes(status), `${what} -> ${status}`);
                for (const half of ['abcdefgh\\ud800', 'abcdefgh\\udc00\\ud800b']) assert.ok((await answer(half)).status < 500);
            });
        }
});

const bytes = (...parts) => Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));
const brokenBodies = {
    'nothing': '', 'a space': ' ', 'an open brace': '{', 'an open string': '{"content":"', 'a bare word': '{content:1}', 'a single quote': "{'a':1}",
    'a trailing comma': '{"a":1,}', 'something after it': '{"content":"a"} x', 'two documents': '{}{}', 'a comment': '/* x */{}', 'NaN': '{"a":NaN}',
    'a list': '[]', 'null': 'null', 'a string': '"x"', 'a number': '123', 'true': 'true', 'a form': 'a=1&b=2', 'a control character': '{"a":"\u0001\n"}',
    'a bad escape': '{"a":"\\x"}', 'a half escape': '{"a":"\\u12"}', 'a NUL': bytes('{"a":"', [0], '"}'), 'a NUL after it': bytes('{}', [0]),
    'a lone byte': bytes('{"content":"', [0xff], '"}'), 'a cut character': bytes('{"content":"', [0xe2, 0x82], '"}'), 'an overlong character': bytes('{"content":"', [0xc0, 0xaf], '"}'),
    'a surrogate in UTF-8': bytes('{"content":"', [0xed, 0xa0, 0x80], '"}'), 'beyond Unicode': bytes('{"content":"', [0xf5, 0x80, 0x80, 0x80], '"}'),
    'a bad byte in an unknown field': bytes('{"content":"a","other":"', [0xfe], '"}'), 'UTF-16': Buffer.from('\ufeff{"content":"x"}', 'utf16le'),
    'deep lists': '['.repeat(50_000), 'deep closed lists': `{"content":${'['.repeat(5000)}${']'.repeat(5000)}}`, 'deep objects': '{"a":'.repeat(20_000),
    'deep closed objects': `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
};

describe('a body that is not a JSON object in UTF-8 is a 400', () => {
    for (const op of withBody)
        test(op.operationId, async () => {
            for (const [why, body] of Object.entries(brokenBodies)) {
                const answer = await call(op, {body, headers: {'content-type': 'application/json'}});
                assert.equal(answer.status, 400, `${op.operationId}: ${why} -> ${answer.status} ${JSON.stringify(answer.body)}`);
            }
        });
});

describe('a body of another media type is a 415', () => {
    for (const op of withBody)
        test(op.operationId, async () => {
            for (const type of ['text/plain', ...(takesForms(op) ? [] : ['application/x-www-form-urlencoded']), 'application/xml', 'multipart/form-data; boundary=x', 'application/jsonx', 'x'])
                assert.equal((await call(op, {body: JSON.stringify(good[op.operationId](op)), headers: {'content-type': type}})).status, 415, type);
        });
    test('application/json is read with a charset and in any case', async () => {
        for (const type of ['application/json; charset=utf-8', 'Application/JSON', 'application/json;charset=UTF-8'])
            assert.equal((await world.owner.call('updateMe', {body: '{"bio":"x"}', headers: {'content-type': type}})).status, 200, type);
    });
});

describe('a body of 2 MB is a 413', () => {
    for (const op of withBody)
        test(op.operationId, async () => {
            const answer = await call(op, {body: JSON.stringify({...good[op.operationId](op), filler: 'x'.repeat(2 << 20)})});
            assert.equal(answer.status, 413);
            assert.equal(answer.body.code, 'too_large');
        });
    for (const op of operations.filter((one) => !one.body && one.method === 'POST' && one.operationId !== 'logout'))
        test(`${op.operationId}, which reads no body, refuses or ignores it`, async () => {
            const {status} = await call(op, {body: JSON.stringify({filler: 'x'.repeat(2 << 20)})});
            assert.ok(status < 500);
        });
});

describe('an id in the path that is none is a 400 or a 404', () => {
    const bad = ['0', '-1', '9007199254740992', '99999999999999999999999', 'abc', '1e3', '1.0', '0x1', '+1', '01x', '%20', '1%20', '1%2F2', '1;x', 'null', 'undefined', '%E2%82%AC'];
    for (const op of operations.filter((one) => one.path.includes('Id}')))
        test(op.operationId, async () => {
            const good = path(op);
            for (const name of Object.keys(good).filter((one) => one.endsWith('Id') && op.path.includes(`{${one}}`)))
                for (const value of bad) {
                    const url = op.path.replace(/\{([^}]+)\}/g, (_, each) => (each === name ? value : good[each]));
                    const body = op.body ? goodBody(op) : undefined;
                    const answer = await world.owner.request(op.method, url, {body});
                    assert.ok([400, 404, 405].includes(answer.status), `${answer.what} -> ${answer.status}`);
                }
        });
    const goodBody = (op) => good[op.operationId](op);
});

describe('a query that is none is a 400 that names it', () => {
    for (const op of operations) {
        for (const parameter of op.parameters.filter((one) => one.in === 'query' && one.schema.type === 'integer'))
            test(`${op.operationId}: ${parameter.name}`, async () => {
                const others = Object.fromEntries(op.parameters.filter((one) => one.in === 'query' && one.required).map((one) => [one.name, 'x']));
                for (const value of ['-1', 'x', '1.5', '1e2', '9007199254740992', ' 1', '1 ', '0x10']) {
                    const answer = await call(op, {query: {...others, [parameter.name]: value}});
                    invalid(answer, parameter.name, JSON.stringify(value));
                }
            });
    }
    test('bytes that are not UTF-8, and a NUL, do no harm', async () => {
        for (const query of ['%ff%fe', '%00', 'a%00b', '%c0%af', '%ed%a0%80', '%', '%zz', '%u1234']) {
            const response = await fetch(`${target.url}/api/users?query=${query}`, {headers: {authorization: `Bearer ${world.owner.token}`}});
            const text = await response.text();
            check('GET', '/api/users', response, text, `query=${query}`);
            assert.ok([200, 400].includes(response.status), `query=${query} -> ${response.status}`);
        }
    });
});

test('without a token every operation but the open ones is a 401', async () => {
    for (const op of operations) {
        const body = op.body ? good[op.operationId](op) : undefined;
        const {status, what} = await anyone.call(op.operationId, {path: path(op), body, ...(op.operationId === 'searchUsers' ? {query: {query: 'x'}} : {})});
        if (op.secured) assert.equal(status, 401, what);
        else if (op.operationId !== 'refresh') assert.notEqual(status, 401, what);
    }
});

test('a method that a path does not know is a 405 that names those it knows', async () => {
    for (const url of new Set(operations.map((op) => op.path))) {
        const here = operations.filter((op) => op.path === url);
        const real = url.replace(/\{([^}]+)\}/g, (_, name) => path(here[0])[name]);
        for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((one) => !here.some((op) => op.method === one))) {
            const answer = await world.owner.request(method, real, method === 'GET' ? {} : {body: {}});
            assert.equal(answer.status, 405, answer.what);
            assert.equal(answer.body.code, 'method_not_allowed');
            const allow = answer.headers.get('allow').split(/[\s,]+/).filter((one) => !['HEAD', 'OPTIONS'].includes(one)).sort();
            assert.deepEqual(allow, here.map((op) => op.method).sort(), answer.what);
        }
    }
});

test('an unknown path is a 404, whatever the method', async () => {
    const {serverId} = world;
    for (const url of ['/api/', '/api/nope', '/api/servers/', `/api/servers/${serverId}/nope`, `/api/servers/${serverId}/channels/`, '/api/auth', '/api/auth/login/x', '/api/users/me/x', '/api/%00', '/api/%ff', '/api/internal/connect', `/api/${'x'.repeat(3000)}`])
        for (const method of ['GET', 'POST', 'DELETE']) {
            const answer = await world.owner.request(method, url, method === 'POST' ? {body: {}} : {});
            assert.ok([400, 404].includes(answer.status), `${answer.what} -> ${answer.status}`);
        }
});

test('what pushd may ask, nobody else may', async () => {
    const asked = [['POST', '/internal/connect', {token: world.owner.token}], ['POST', '/internal/presence', {status: 'online'}], ['GET', `/internal/servers/${world.serverId}/rooms`], ['POST', `/internal/users/${world.member.id}/messages`, {content: 'x'}]];
    for (const [method, url, body] of asked)
        for (const prefix of ['', '/api', '/api/..', '/api/%2e%2e', '/health/..']) {
            const response = await fetch(target.url + prefix + url, {
                method, body: body && JSON.stringify(body),
                headers: {authorization: `Bearer ${world.owner.token}`, 'content-type': 'application/json', 'ohkay-gateway': '0'.repeat(64), 'x-ohkay-gateway': '0'.repeat(64), 'ohkay-user': String(world.owner.id), 'ohkay-session': '1'},
            });
            const text = await response.text();
            assert.ok(!/"sessionId"|"rooms"|"message"/.test(text), `${method} ${prefix}${url} -> ${response.status} ${text.slice(0, 200)}`);
        }
});

/** Send bytes as they are and read until the server closes or has answered. */
function raw(text) {
    return new Promise((resolve, reject) => {
        const {hostname, port} = new URL(target.url);
        const socket = tcp(Number(port), hostname, () => socket.write(text));
        let got = '';
        socket.setTimeout(20_000, () => socket.destroy(new Error('no answer')));
        socket.on('data', (data) => {
            got += data.toString('latin1');
            if (/\r\n\r\n/.test(got)) socket.end();
        });
        socket.once('close', () => resolve(got)).once('error', (error) => (error.code === 'ECONNRESET' ? resolve(got) : reject(error)));
    });
}

test('requests that are not quite HTTP are refused, and the next one is answered', async () => {
    for (const text of [
        'GET /api/instance HTTP/1.1\r\n\r\n', 'GARBAGE\r\n\r\n', 'GET  HTTP/1.1\r\nHost: x\r\n\r\n', 'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\nConnection: close\r\n\r\n',
        'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 3\r\nConnection: close\r\n\r\n{}x',
        `GET /api/instance HTTP/1.1\r\nHost: x\r\nX-Big: ${'x'.repeat(100_000)}\r\nConnection: close\r\n\r\n`,
        'GET /api/users/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \xff\xfe\x80\r\nConnection: close\r\n\r\n',
    ]) assert.doesNotMatch(await raw(text), /^HTTP\/1\.[01] (200|5\d\d)/, text.slice(0, 60));
    await anyone.ok('getInstance');
});

test('a body that is cut off by the client leaves the workers well', async () => {
    const {hostname, port} = new URL(target.url);
    await Promise.all(Array.from({length: 12}, () => new Promise((resolve) => {
        const socket = tcp(Number(port), hostname, () => socket.write('POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"username":', () => socket.destroy()));
        socket.once('close', resolve);
    })));
    await (await person()).ok('getMe');
});

test('what is not Engine.IO\'s under /socket.io is an error like any other', async () => {
    for (const path of ['/socket.io', '/socket.io/nothing?EIO=4&transport=polling']) {
        const answer = await anyone.request('GET', path);
        assert.deepEqual([answer.status, answer.body.code], [404, 'unknown_route'], path);
    }
});

test('answers of the API are whole, whatever range is asked for', async () => {
    assert.equal((await anyone.call('getInstance', {headers: {range: 'bytes=0-4'}})).status, 200);
});
