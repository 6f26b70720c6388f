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

const sessionsOf = async (client) => (await client.ok('listSessions')).sessions;

test('sessions tell where one is logged in, and which one asks', async () => {
    const first = await person();
    const headers = {'user-agent': `caf\u00e9 ${'x'.repeat(400)}`};
    const second = new Client(await anyone.ok('login', {body: {username: first.user.username, serverPassword}, headers}));
    const seen = await sessionsOf(first);
    assert.equal(seen.length, 2);
    assert.deepEqual(seen.map(({current}) => current), [false, true]);
    assert.deepEqual((await sessionsOf(second)).map(({id, current}) => [id, current]), seen.map(({id, current}) => [id, !current]));
    assert.match(seen[0].userAgent, /^[ -~]{256}$/);
    for (const one of seen) assert.ok(one.address?.length > 0, JSON.stringify(one));
});

test('ending a session ends its tokens at once and no other\'s', async () => {
    const [first, stranger] = [await person(), await person()];
    const second = await anotherDevice(first);
    const [{id: sessionId}] = (await sessionsOf(first)).filter(({current}) => !current);
    await stranger.refused('endSession', 404, {path: {sessionId}}, 'not_found');
    await second.ok('getMe');
    assert.equal((await first.call('endSession', {path: {sessionId}})).status, 204);
    await second.refused('getMe', 401, {}, 'session_ended');
    await anyone.refused('refresh', 401, {body: {refreshToken: second.refreshToken}});
    await first.refused('endSession', 404, {path: {sessionId}}, 'not_found');
    assert.deepEqual((await sessionsOf(first)).map(({current}) => current), [true]);
    const [{id: own}] = await sessionsOf(first);
    assert.equal((await first.call('endSession', {path: {sessionId: own}})).status, 204);
    await first.refused('getMe', 401, {}, 'session_ended');
});

test('a new password ends the other sessions, and only it opens the account', async () => {
    const first = await person('pw', {password});
    const second = await anotherDevice(first, {password});
    const {username} = first.user;
    const newPassword = `${password} 2`;
    assert.equal((await first.call('changePassword', {body: {currentPassword: password, newPassword}})).status, 204);
    await first.ok('getMe');
    await second.refused('getMe', 401, {}, 'session_ended');
    await anyone.refused('refresh', 401, {body: {refreshToken: second.refreshToken}});
    await anyone.ok('refresh', {body: {refreshToken: first.refreshToken}});
    await anyone.refused('login', 401, {body: {username, password, serverPassword}}, 'wrong_credentials');
    await anyone.ok('login', {body: {username, password: newPassword, serverPassword}});
});

test('a wrong current password changes nothing', async () => {
    const first = await person('pw', {password});
    const second = await anotherDevice(first, {password});
    for (const currentPassword of ['wrong password', '', null, undefined])
        await first.refused('changePassword', 401, {body: {currentPassword, newPassword: 'another one'}}, 'wrong_credentials');
    for (const [body, field] of [[{currentPassword: password, newPassword: 'short'}, 'newPassword'], [{currentPassword: password}, 'newPassword'],
        [{currentPassword: password, newPassword: null}, 'newPassword'], [{currentPassword: 1, newPassword: 'another one'}, 'currentPassword']]) {
        const error = await first.refused('changePassword', 400, {body}, 'invalid_input');
        assert.deepEqual(Object.keys(error.fields), [field]);
    }
    await second.ok('getMe');
    await anyone.ok('login', {body: {username: first.user.username, password, serverPassword}});
});

test('an account without a password sets its first one without naming one', async () => {
    const client = await person('first');
    const {username} = client.user;
    await client.refused('changePassword', 401, {body: {currentPassword: 'anything', newPassword: password}}, 'wrong_credentials');
    assert.equal((await client.call('changePassword', {body: {currentPassword: null, newPassword: password}})).status, 204);
    await anyone.refused('login', 401, {body: {username, serverPassword}}, 'wrong_credentials');
    await anyone.ok('login', {body: {username, password, serverPassword}});
});

test('of six password changes at once one wins, and no login with the old one survives', async () => {
    const client = await person('race', {password});
    const {username} = client.user;
    const device = await anotherDevice(client, {password});
    const wanted = Array.from({length: 3}, (_, i) => `new password ${i}`);
    const [answers, logins] = await Promise.all([
        Promise.all(wanted.flatMap((newPassword) => [client, device].map((one) => one.call('changePassword', {body: {currentPassword: password, newPassword}})))),
        Promise.all(Array.from({length: 4}, () => anyone.call('login', {body: {username, password, serverPassword}}))),
    ]);
    const won = answers.filter(({status}) => status === 204).length;
    assert.equal(won, 1, answers.map(({status}) => status).join(' '));
    for (const {status, body} of logins) {
        if (status === 200) await new Client(body).refused('getMe', 401);
        else assert.equal(status, 401);
    }
    const opens = await Promise.all(wanted.map(async (one) => (await anyone.call('login', {body: {username, password: one, serverPassword}})).status));
    assert.deepEqual(opens.sort(), [200, 401, 401]);
});

test('a second factor of the wrong type is refused and named', async () => {
    const {user} = await person();
    const error = await anyone.refused('login', 400, {body: {username: user.username, serverPassword, totp: 123456}}, 'invalid_input');
    assert.deepEqual(Object.keys(error.fields), ['totp']);
    await anyone.ok('login', {body: {username: user.username, serverPassword, totp: '123456'}});
});

test('names of deleted accounts cannot be registered', async () => {
    for (const username of ['deleted-user-1', 'Deleted-User-99', 'deleted-user-'])
        assert.deepEqual(Object.keys((await anyone.refused('register', 400, {body: {username, serverPassword}}, 'invalid_input')).fields), ['username']);
    await anyone.ok('register', {body: {username: unique('deleted'), serverPassword}});
});
