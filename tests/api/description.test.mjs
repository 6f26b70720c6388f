// What the instance says about itself: the description of its API, as JSON and as a page.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {openapi} from '../support/schema.mjs';
import {anyone} from '../support/client.mjs';
import {target} from '../support/target.mjs';

const get = (path, headers = {}) => fetch(target.url + path, {headers});

test('/api/openapi.json is openapi.yaml, for everybody, and need not be fetched again', async () => {
    const {status, body, headers} = await anyone.call('getDescription');
    assert.equal(status, 200);
    assert.deepEqual(body, openapi);
    assert.equal(headers.get('access-control-allow-origin'), '*');
    const etag = headers.get('etag');
    assert.ok(etag);
    assert.equal((await get('/api/openapi.json', {'if-none-match': etag})).status, 304);
    assert.equal((await get('/api/openapi.json', {'if-none-match': '"other"'})).status, 200);
});

test('/api/docs is a page of its own, and nothing in it comes from elsewhere or is written into it as a script', async () => {
    await anyone.ok('getDescriptionPage');
    const page = await get('/api/docs');
    assert.match(page.headers.get('content-type'), /^text\/html/);
    const policy = page.headers.get('content-security-policy');
    assert.match(policy, /script-src 'self';/);
    assert.match(policy, /default-src 'self';/);
    const html = await page.text();
    assert.doesNotMatch(html, /<script(?![^>]* src=)|\son\w+=/i);
    const parts = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, at]) => at);
    assert.ok(parts.length >= 4);
    for (const part of parts) {
        assert.match(part, /^\//);
        const answer = await get(part);
        assert.equal(answer.status, 200, part);
        assert.ok(answer.headers.get('x-request-id'), part);
    }
});

test('both only take GET and HEAD, and what is beside them is not there', async () => {
    for (const path of ['/api/openapi.json', '/api/docs']) {
        assert.equal((await anyone.request('POST', path, {body: {}})).status, 405);
        assert.equal((await fetch(target.url + path, {method: 'HEAD'})).status, 200);
    }
    for (const path of ['/api/docs/', '/api/docs.html', '/api/docs/page.html', '/api/openapi.yaml', '/api/docs/../docs.html', '/api/']) assert.equal((await get(path)).status, 404, path);
});
