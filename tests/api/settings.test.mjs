// An instance with other settings than the shared one: it starts its own.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {anyone, Client} from '../support/client.mjs';
import {startStack} from '../support/stack.mjs';
import {aim, target} from '../support/target.mjs';
import {unique} from '../support/world.mjs';

const password = 'correct horse battery';
const serverPassword = 'open sesame, please';
const allowed = 'https://chat.example';
let stack;

before(async () => {
    stack = await startStack({ACCOUNT_PASSWORDS: 'required', CORS_ORIGIN: `http://localhost:8101, ${allowed}`, SERVER_PASSWORD: serverPassword, INSTANCE_NAME: 'Other "place" é'});
    aim(stack);
});
after(async () => assert.deepEqual((await stack?.stop()) ?? [], [], 'sanitizer'));

test('the instance tells its name, and that a password is needed', async () => {
    const {name, passwordRequired} = await anyone.ok('getInstance');
    assert.deepEqual([name, passwordRequired], ['Other "place" é', true]);
});

test('where passwords are required, registration and login without one are refused with 400', async () => {
    const username = unique();
    for (const body of [{username, serverPassword}, {username, serverPassword, password: null}, {username, serverPassword, password: ''}]) {
        assert.deepEqual(Object.keys((await anyone.refused('register', 400, {body}, 'invalid_input')).fields), ['password']);
    }
    await anyone.ok('register', {body: {username, password, serverPassword}});
    assert.deepEqual(Object.keys((await anyone.refused('login', 400, {body: {username, serverPassword}}, 'invalid_input')).fields), ['password']);
    await anyone.refused('login', 401, {body: {username, serverPassword, password: `${password}!`}}, 'wrong_credentials');
    await new Client(await anyone.ok('login', {body: {username, serverPassword, password}})).ok('getMe');
});

test('an account from before passwords were required keeps its session and sets a password there', async () => {
    const {username} = (await anyone.ok('register', {body: {username: unique('old'), password, serverPassword}})).user;
    const client = new Client(await anyone.ok('login', {body: {username, password, serverPassword}}));
    const words = ['psql', 'auth', '-qc', `UPDATE users SET password_hash = NULL WHERE id = ${client.id}`];
    execFileSync(fileURLToPath(new URL('../../ohkay', import.meta.url)), words, {env: {...process.env, OHKAY_HOME: target.home}});
    await anyone.refused('login', 401, {body: {username, password, serverPassword}}, 'wrong_credentials');
    await client.ok('changePassword', {body: {newPassword: `${password} 2`}});
    await anyone.ok('login', {body: {username, password: `${password} 2`, serverPassword}});
});

test('a server password of one\'s own counts', async () => {
    await anyone.refused('register', 403, {body: {username: unique(), password, serverPassword: 'another one'}}, 'wrong_server_password');
});

const ask = async (path, origin, init = {}) => {
    const response = await fetch(target.url + path, {...init, headers: {origin, ...init.headers}});
    await response.text();
    return response;
};
const origins = [[allowed, true], ['http://localhost:8101', true], ['https://chat.example.evil', false], ['http://chat.example', false], ['null', false], ['https://evil.example', false]];

test('pages of the origins in CORS_ORIGIN may call the API, others may not', async () => {
    for (const [origin, may] of origins) {
        const preflight = await ask('/api/servers', origin, {method: 'OPTIONS', headers: {'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,content-type,idempotency-key'}});
        const answer = await ask('/api/instance', origin);
        const refusal = await ask('/api/users/me', origin);
        for (const response of [preflight, answer, refusal]) assert.equal(response.headers.get('access-control-allow-origin'), may ? origin : null, `${origin} ${response.status}`);
        if (!may) continue;
        assert.equal(preflight.status, 204);
        for (const method of ['POST', 'PATCH', 'PUT', 'DELETE']) assert.ok(preflight.headers.get('access-control-allow-methods').includes(method), method);
        for (const name of ['authorization', 'content-type', 'idempotency-key']) assert.ok(preflight.headers.get('access-control-allow-headers').toLowerCase().includes(name), name);
        assert.match(answer.headers.get('vary') ?? '', /origin/i);
        assert.match(answer.headers.get('access-control-expose-headers') ?? '', /x-request-id/i);
    }
});

test('so it is for sockets that poll', async () => {
    for (const [origin, may] of origins) {
        const response = await ask('/socket.io/?EIO=4&transport=polling', origin);
        assert.equal(response.headers.get('access-control-allow-origin'), may ? origin : null, `${origin} ${response.status}`);
    }
});
