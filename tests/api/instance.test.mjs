// The instance itself, health, and what every answer has in common.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {anyone} from '../support/client.mjs';
import {target} from '../support/target.mjs';
import {person} from '../support/world.mjs';

test('health is the seed README\'s {"status":"ok"}, without a token', async () => {
    const response = await fetch(`${target.url}/health`);
    assert.equal(response.status, 200);
    assert.equal((await response.text()).replace(/\s/g, ''), '{"status":"ok"}');
    assert.deepEqual(await anyone.ok('getHealth'), {status: 'ok'});
});

test('verbose health names each part and its latency', async () => {
    const {status, parts} = await anyone.ok('getHealth', {query: {verbose: '1'}});
    assert.equal(status, 'ok');
    for (const name of ['auth', 'dms', 'registry', 'redis']) {
        assert.equal(parts[name]?.status, 'ok', `${name} in ${Object.keys(parts)}`);
        assert.equal(typeof parts[name].latencyMs, 'number');
    }
});

test('the instance tells what a client needs before login', async () => {
    const instance = await anyone.ok('getInstance');
    assert.equal(instance.registration, 'open');
    assert.equal(instance.passwordRequired, target.settings.ACCOUNT_PASSWORDS === 'required');
});

test('every request has its own id, and a client may bring one', async () => {
    const ids = await Promise.all(Array.from({length: 10}, async () => (await anyone.call('getInstance')).headers.get('x-request-id')));
    assert.equal(new Set(ids).size, 10);
});

test('an id that a client brings cannot write into a header or a log', async () => {
    for (const id of ['x'.repeat(300), '<script>', 'a b\tc', '"quoted"', 'é']) {
        const {headers} = await anyone.call('getInstance', {headers: {'x-request-id': Buffer.from(id).toString('latin1')}});
        assert.match(headers.get('x-request-id'), /^[\x21-\x7e]{1,64}$/);
    }
});

test('answers are not cached, and their type is not guessed', async () => {
    const client = await person();
    const {headers} = await client.call('getMe');
    assert.match(headers.get('cache-control') ?? '', /no-store/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
});

test('a browser of another origin may call when CORS_ORIGIN lets it', async () => {
    const origin = 'http://elsewhere.example';
    const allowed = target.settings.CORS_ORIGIN ?? '';
    const preflight = await fetch(`${target.url}/api/servers`, {
        method: 'OPTIONS',
        headers: {origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,content-type,idempotency-key'},
    });
    const answer = await fetch(`${target.url}/api/instance`, {headers: {origin}});
    if (allowed === '*') {
        assert.equal(preflight.status, 204);
        assert.ok(['*', origin].includes(preflight.headers.get('access-control-allow-origin')));
        assert.match(preflight.headers.get('access-control-allow-methods'), /POST/);
        const headers = preflight.headers.get('access-control-allow-headers').toLowerCase();
        for (const name of ['authorization', 'content-type', 'idempotency-key']) assert.ok(headers.includes(name), headers);
        assert.ok(['*', origin].includes(answer.headers.get('access-control-allow-origin')));
    } else {
        assert.notEqual(answer.headers.get('access-control-allow-origin'), '*');
        assert.notEqual(answer.headers.get('access-control-allow-origin'), origin);
        assert.notEqual(preflight.headers.get('access-control-allow-origin'), origin);
    }
    await preflight.text();
    await answer.text();
});
