// The documents and the server's own tables say the same, and the tests have met every operation.
// Runs after all other files of this folder.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {asyncapi, emits, events, openapi, operation, operations, problems, responseProblems} from '../support/schema.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const worker = join(root, process.env.OHKAY_BUILD ?? 'build', 'ohkay-cgi');

function table(option) {
    const {status, stdout, stderr} = spawnSync(worker, [option], {encoding: 'utf8', env: {PATH: process.env.PATH}});
    assert.equal(status, 0, `ohkay-cgi ${option}: ${stderr}`);
    return JSON.parse(stdout);
}

const shape = (method, path) => `${method} ${path.replace(/\{[^}]+\}/g, '{}')}`;

test('every operation of openapi.yaml was exercised, with a success and with a refusal', () => {
    const notes = process.env.OHKAY_TEST_RECORD;
    assert.ok(notes && existsSync(notes), 'run by support/run.mjs after the other tests');
    const seen = readFileSync(notes, 'utf8').trim().split('\n').map((line) => line.split(' '));
    const missing = [];
    for (const {operationId, body, secured} of operations) {
        const statuses = seen.filter(([name]) => name === operationId).map(([, status]) => Number(status));
        if (!statuses.some((status) => status < 300)) missing.push(`${operationId}: no success`);
        if ((body || secured) && !statuses.some((status) => status >= 400)) missing.push(`${operationId}: no refusal`);
    }
    assert.deepEqual(missing, []);
});

test('ohkay-cgi --routes are the operations of openapi.yaml', () => {
    const routes = table('--routes').filter(({path}) => !path.startsWith('/internal/'));
    // Two are files that the web server gives.
    routes.push({method: 'GET', path: '/api/openapi.json'}, {method: 'GET', path: '/api/docs'});
    assert.deepEqual(routes.map(({method, path}) => shape(method, path)).sort(), operations.map(({method, path}) => shape(method, path)).sort());
});

test('ohkay-cgi --errors are the codes of openapi.yaml', () => {
    const codes = table('--errors').filter(({status}) => status >= 400).map(({code}) => code);
    assert.deepEqual([...new Set(codes)].sort(), [...openapi.components.schemas.ErrorCode.enum].sort());
});

const name = (row) => (typeof row === 'string' ? row : row.name ?? row.event);

test('ohkay-cgi --events are the events of asyncapi.yaml', () => {
    assert.deepEqual([...new Set(table('--events').map(name))].sort(), [...events].sort());
});

test('ohkay-cgi --emits are the emits of asyncapi.yaml, and the requests they name are operations', () => {
    const rows = table('--emits');
    assert.deepEqual([...new Set(rows.map(name))].sort(), [...emits].sort());
    const known = new Set(operations.map(({method, path}) => shape(method, path)));
    for (const {method, path, kind} of rows) if (kind === 'FORWARD' && !path.startsWith('/internal/')) assert.ok(known.has(shape(method, path)), `${method} ${path}`);
});

test('every message of asyncapi.yaml belongs to an operation, and every emit has its acknowledgement', () => {
    const used = [...emits, ...emits.map((one) => `${one}.ack`), ...events].sort();
    assert.deepEqual(Object.keys(asyncapi.components.messages).sort(), used);
    assert.deepEqual(Object.keys(asyncapi.channels.socket.messages).sort(), used);
});

test('every operation has its own id, an answer for success, and 500 and 503', () => {
    assert.equal(new Set(operations.map((op) => op.operationId)).size, operations.length);
    for (const {operationId, statuses, secured, body} of operations.filter((op) => op.operationId !== 'getHealth')) {
        assert.ok(statuses.some((status) => status < 300), operationId);
        for (const status of [500, 503, ...(secured ? [401] : []), ...(body ? [400, 413, 415] : [])]) assert.ok(statuses.includes(status), `${operationId}: ${status}`);
    }
});

test('openapi.yaml is OpenAPI 3.1', async () => {
    const {Validator} = await import('@seriousme/openapi-schema-validator');
    const {valid, errors} = await new Validator().validate(structuredClone(openapi));
    assert.ok(valid, JSON.stringify(errors ?? null).slice(0, 2000));
});

/** Every example in openapi.yaml with the pointer of the schema it must match. */
function* examples(node, at = []) {
    if (!node || typeof node !== 'object') return;
    if (node.schema && typeof node.schema === 'object') {
        for (const value of [...('example' in node ? [node.example] : []), ...Object.values(node.examples ?? {}).map((example) => example.value)]) yield [[...at, 'schema'], value];
    }
    for (const [key, child] of Object.entries(node)) yield* examples(child, [...at, key]);
}

test('every example of openapi.yaml matches its schema', () => {
    const found = [...examples(openapi)];
    assert.ok(found.length > 0);
    for (const [pointer, value] of found) assert.deepEqual(problems('openapi.yaml', pointer, value), [], pointer.join('/'));
});

test('an answer that openapi.yaml does not describe is noticed, whatever its status', () => {
    const op = operation('getServer');
    const error = {error: 'No.', code: 'not_found', requestId: 'r'};
    assert.deepEqual(responseProblems(op, 404, error), []);
    for (const [status, body] of [[418, error], [404, {}], [404, {...error, code: 'made_up'}], [404, {...error, more: 1}], [500, 'x'], [503, undefined], [200, {}], [200, {server: {}}]]) assert.notDeepEqual(responseProblems(op, status, body), [], `${status} ${JSON.stringify(body)}`);
});
