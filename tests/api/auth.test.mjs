// Accounts: register, log in, refresh, log out.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Client, anyone} from '../support/client.mjs';
import {target} from '../support/target.mjs';
import {canSign, inThePast, resigned} from '../support/tokens.mjs';
import {anotherDevice, person, unique} from '../support/world.mjs';

const serverPassword = target.serverPassword;
const password = 'correct horse battery';

test('the seed README registers and logs in as written, without a password', async () => {
    const username = unique('john_doe');
    const registered = await anyone.call('register', {body: {username, displayName: 'John Doe', serverPassword}});
    assert.equal(registered.status, 201);
    assert.equal(registered.body.user.username, username);
    assert.equal(registered.body.user.displayName, 'John Doe');
    const login = await anyone.call('login', {body: {username, serverPassword}});
    assert.equal(login.status, 200);
    assert.equal(login.body.user.id, registered.body.user.id);
    const me = await new Client(login.body).ok('getMe');
    assert.equal(me.user.id, registered.body.user.id);
});

test('the token expires in the future and not before it can be used', async () => {
    const {expiresAt} = await person();
    const left = Date.parse(expiresAt) - Date.now();
    assert.ok(left > 60_000 && left <= 24 * 3600_000, `expires in ${left} ms`);
});

test('the display name is the username when none is given', async () => {
    const {user} = await person('plain');
    assert.equal(user.displayName, user.username);
    assert.deepEqual([user.avatarUrl, user.bio, user.bannerColor, user.customStatus], [null, null, null, null]);
});

test('a username is one in any case, and is taken for all of them', async () => {
    const username = unique('case');
    await anyone.ok('register', {body: {username, serverPassword}});
    await anyone.refused('register', 409, {body: {username, serverPassword}}, 'username_taken');
    await anyone.refused('register', 409, {body: {username: username.toUpperCase(), serverPassword}}, 'username_taken');
    const login = await anyone.ok('login', {body: {username: username.toUpperCase(), serverPassword}});
    assert.equal(login.user.username, username);
});

test('of 12 registrations of one name at once exactly one succeeds', async () => {
    const username = unique('race');
    const answers = await Promise.all(Array.from({length: 12}, () => anyone.call('register', {body: {username, serverPassword}})));
    assert.deepEqual(answers.map((a) => a.status).sort(), [201, ...Array(11).fill(409)]);
});

test('a username of other characters or lengths is refused and named', async () => {
    for (const username of ['', 'a', 'x'.repeat(33), 'with space', 'é'.repeat(4), 'a/b', 'a@b', 'тест', 'a\u0000b']) {
        const error = await anyone.refused('register', 400, {body: {username, serverPassword}}, 'invalid_input');
        assert.deepEqual(Object.keys(error.fields), ['username'], JSON.stringify(username));
    }
    for (const username of [unique('a.b-c_9').slice(0, 32), `${'x'.repeat(19)}${unique('').slice(0, 13)}`]) await anyone.ok('register', {body: {username, serverPassword}});
});

test('a wrong server password is refused with 403, at register and at login', async () => {
    const {user} = await person();
    for (const wrong of ['', 'wrong', `${serverPassword} `, serverPassword.slice(0, -1)]) {
        await anyone.refused('register', 403, {body: {username: unique(), serverPassword: wrong}}, 'wrong_server_password');
        await anyone.refused('login', 403, {body: {username: user.username, serverPassword: wrong}}, 'wrong_server_password');
    }
});

test('an account with a password always needs it', async () => {
    const {user} = await person('locked', {password});
    const {username} = user;
    await anyone.ok('login', {body: {username, password, serverPassword}});
    for (const body of [{username, serverPassword}, {username, serverPassword, password: null}, {username, serverPassword, password: ''}, {username, serverPassword, password: `${password}!`}])
        await anyone.refused('login', 401, {body}, 'wrong_credentials');
});

test('an unknown user is refused as a wrong password is', async () => {
    const error = await anyone.refused('login', 401, {body: {username: unique('nobody'), password, serverPassword}}, 'wrong_credentials');
    assert.equal(error.fields, undefined);
});

test('a short password is refused and named', async () => {
    const error = await anyone.refused('register', 400, {body: {username: unique(), password: 'short', serverPassword}}, 'invalid_input');
    assert.deepEqual(Object.keys(error.fields), ['password']);
});

test('a password may hold any characters', async () => {
    const odd = 'пароль 密码 🔑 "\\';
    const {user} = await person('odd', {password: odd});
    await anyone.ok('login', {body: {username: user.username, password: odd, serverPassword}});
});

test('refresh rotates both tokens and the new ones work', async () => {
    const before = await person();
    const after = await anyone.ok('refresh', {body: {refreshToken: before.refreshToken}});
    assert.notEqual(after.refreshToken, before.refreshToken);
    assert.equal(after.user.id, before.id);
    await new Client(after).ok('getMe');
    const third = await anyone.ok('refresh', {body: {refreshToken: after.refreshToken}});
    await new Client(third).ok('getMe');
});

test('reuse of an old refresh token revokes the session, its newest tokens too, and no other session', async () => {
    const first = await person();
    const elsewhere = await anotherDevice(first);
    const second = new Client(await anyone.ok('refresh', {body: {refreshToken: first.refreshToken}}));
    await second.ok('getMe');
    await anyone.refused('refresh', 401, {body: {refreshToken: first.refreshToken}});
    await second.refused('getMe', 401);
    await anyone.refused('refresh', 401, {body: {refreshToken: second.refreshToken}});
    await elsewhere.ok('getMe');
});

test('a refresh token used ten times at once gives at most one new session', async () => {
    const {refreshToken} = await person();
    const answers = await Promise.all(Array.from({length: 10}, () => anyone.call('refresh', {body: {refreshToken}})));
    const good = answers.filter((a) => a.status === 200).length;
    assert.ok(good <= 1, `${good} succeeded`);
    assert.ok(answers.every((a) => a.status === 200 || a.status === 401));
});

test('a refresh token that never was is refused', async () => {
    for (const refreshToken of ['', 'x', 'a'.repeat(64), (await person()).token, 'a.b.c']) {
        const {status} = await anyone.call('refresh', {body: {refreshToken}});
        assert.ok([400, 401].includes(status), `${refreshToken.slice(0, 20)} -> ${status}`);
    }
});

test('logout ends the token at once, everywhere, and its refresh token', async () => {
    const client = await person();
    const elsewhere = await anotherDevice(client);
    const {status} = await client.call('logout');
    assert.equal(status, 204);
    const answers = await Promise.all(Array.from({length: 16}, () => client.call('getMe')));
    assert.deepEqual(new Set(answers.map((a) => a.status)), new Set([401]));
    await anyone.refused('refresh', 401, {body: {refreshToken: client.refreshToken}});
    await client.refused('logout', 401);
    await elsewhere.ok('getMe');
});

test('a token that is missing, mangled, unsigned or of another key is refused', async () => {
    const {token} = await person();
    const [head, payload, signature] = token.split('.');
    const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    await anyone.refused('getMe', 401, {}, 'token_missing');
    const bad = [
        'x', 'a.b.c', `${head}.${payload}`, `${head}.${payload}.`, `${head}.${payload}.${'A'.repeat(signature.length)}`,
        `${encode({alg: 'none', typ: 'JWT'})}.${payload}.`, `${encode({alg: 'none', typ: 'JWT'})}.${payload}.${signature}`,
        `${head}.${encode({...claims, exp: claims.exp + 86400})}.${signature}`, 'x'.repeat(5000),
    ];
    for (const one of bad) await anyone.refused('getMe', 401, {token: one});
    for (const authorization of ['Bearer', 'Bearer ', `Basic ${token}`, token, `Bearer ${token} x`]) {
        const answer = await anyone.request('GET', '/api/users/me', {headers: {authorization}});
        assert.equal(answer.status, 401, authorization.slice(0, 20));
    }
    await new Client({token}).ok('getMe');
});

test('the word Bearer is read in any case', async () => {
    const {token} = await person();
    const {status} = await anyone.request('GET', '/api/users/me', {headers: {authorization: `bearer ${token}`}});
    assert.equal(status, 200);
});

test('a token that has expired is refused as such, and its session can be refreshed', {skip: !canSign && 'needs the key of the stack'}, async () => {
    const client = await person();
    await new Client({token: resigned(client.token)}).ok('getMe');
    await anyone.refused('getMe', 401, {token: resigned(client.token, {exp: inThePast()})}, 'token_expired');
    await new Client(await anyone.ok('refresh', {body: {refreshToken: client.refreshToken}})).ok('getMe');
});

test('a token of a strange algorithm or key, or without a session, a user or an end is refused', {skip: !canSign && 'needs the key of the stack'}, async () => {
    const client = await person();
    for (const token of [
        resigned(client.token, {}, {alg: 'HS512', hash: 'sha512'}), resigned(client.token, {}, {secret: 'x'.repeat(48)}),
        resigned(client.token, {sid: undefined}), resigned(client.token, {sub: undefined}),
        resigned(client.token, {sub: 'x'}), resigned(client.token, {exp: undefined}), resigned(client.token, {exp: 'never'}), resigned(client.token, {sub: {}}),
    ]) {
        const {status} = await anyone.call('getMe', {token});
        assert.equal(status, 401, Buffer.from(token.split('.').slice(0, 2).join('.'), 'base64url').toString('latin1'));
    }
});
