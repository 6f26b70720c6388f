// A REST client for the tests. Every answer it sees is held against docs/openapi.yaml: the status is documented for the
// operation, the body matches, X-Request-Id is there, errors have their form, and no secret of the instance is in it.
// Each operation that was answered is noted in the file named by OHKAY_TEST_RECORD, one line each.
import assert from 'node:assert/strict';
import {appendFileSync} from 'node:fs';
import {errorProblems, isFile, operation, operationsAt, responseProblems} from './schema.mjs';
import {target} from './target.mjs';

const record = (op, status) => {
    if (process.env.OHKAY_TEST_RECORD) appendFileSync(process.env.OHKAY_TEST_RECORD, `${op.operationId} ${status}\n`);
};

function show(method, path, body) {
    const text = typeof body === 'string' ? body : body instanceof Uint8Array ? `<${body.length} bytes>` : JSON.stringify(body);
    return `${method} ${path}${text === undefined ? '' : ` ${text.slice(0, 200)}`}`;
}

function checkHeaders(response, what, body) {
    const id = response.headers.get('x-request-id');
    assert.ok(id, `${what}: X-Request-Id is missing`);
    if (response.status >= 400 && body?.code) assert.equal(body.requestId, id, `${what}: requestId is X-Request-Id`);
    if (response.status === 405) assert.ok(response.headers.get('allow'), `${what}: 405 without Allow`);
    if ([429, 503].includes(response.status) && body?.code) assert.match(response.headers.get('retry-after') ?? '', /^\d+$/, `${what}: ${response.status} without Retry-After`);
}

/** Hold one answer against the contract. */
export function check(method, pathname, response, text, what) {
    const where = `${what} -> ${response.status} ${text.slice(0, 300)}`;
    for (const secret of target.secrets) assert.ok(!text.includes(secret), `${where}: a secret of the instance is in the answer`);
    const here = operationsAt(pathname);
    const op = here.find((o) => o.method === method);
    if (op && isFile(op, response.status)) {
        checkHeaders(response, `${what} -> ${response.status}`);
        record(op, response.status);
        return undefined;
    }
    assert.doesNotMatch(text, /ohkay_server_|postgres|libpq|SELECT |INSERT |\.c:\d|\/run\//i, `${where}: the inside shows in the answer`);
    let body;
    if (text !== '') {
        assert.match(response.headers.get('content-type') ?? '', /^application\/json/, `${where}: not JSON`);
        body = JSON.parse(text);
    }
    checkHeaders(response, where, body);
    let wrong;
    if (op) {
        wrong = responseProblems(op, response.status, body);
        record(op, response.status);
    } else if (here.length) {
        wrong = [...errorProblems(body), ...(response.status === 405 ? [] : [`${response.status} where 405 is due`])];
        const allow = (response.headers.get('allow') ?? '').split(/[\s,]+/);
        for (const known of here) if (!allow.includes(known.method)) wrong.push(`Allow does not name ${known.method}`);
    } else {
        wrong = errorProblems(body);
    }
    assert.deepEqual(wrong, [], `${where}: against openapi.yaml`);
    return body;
}

export class Client {
    constructor(session = {}) {
        Object.assign(this, session);
    }

    get id() {
        return this.user.id;
    }

    /** Send anything; `body` is JSON unless it is a string, bytes or a form, which go as they are. `bytes` of the answer are a file's. */
    async request(method, path, {body, headers = {}, token = this.token, signal} = {}) {
        const init = {method, headers: {...headers}, signal: signal ?? AbortSignal.timeout(30_000), redirect: 'manual'};
        if (token) init.headers.authorization ??= `Bearer ${token}`;
        if (body !== undefined) {
            const isForm = body instanceof FormData;
            init.body = typeof body === 'string' || body instanceof Uint8Array || isForm ? body : JSON.stringify(body);
            if (!isForm && !('content-type' in init.headers)) init.headers['content-type'] = 'application/json';
        }
        const response = await fetch(target.url + path, init);
        const bytes = Buffer.from(await response.arrayBuffer());
        const text = bytes.toString();
        const pathname = new URL(response.url).pathname;
        const what = show(method, path, body);
        return {status: response.status, headers: response.headers, body: check(method, pathname, response, text, what), what, bytes};
    }

    /** Call an operation of openapi.yaml. */
    call(operationId, {path = {}, query = {}, ...rest} = {}) {
        const op = operation(operationId);
        let url = op.path.replace(/\{([^}]+)\}/g, (_, name) => {
            assert.ok(name in path, `${operationId} needs ${name}`);
            return encodeURIComponent(path[name]);
        });
        const search = new URLSearchParams(query).toString();
        if (search) url += `?${search}`;
        return this.request(op.method, url, rest);
    }

    /** Call it and give the body; anything but a 2xx fails the test. */
    async ok(operationId, options) {
        const answer = await this.call(operationId, options);
        assert.ok(answer.status < 300, `${answer.what} -> ${answer.status} ${JSON.stringify(answer.body)}`);
        return answer.body;
    }

    /** Call it and expect this refusal; gives the error. */
    async refused(operationId, status, options, code) {
        const answer = await this.call(operationId, options);
        assert.equal(answer.status, status, `${answer.what} -> ${answer.status} ${JSON.stringify(answer.body)}`);
        if (code) assert.equal(answer.body.code, code, answer.what);
        return answer.body;
    }
}

/** Somebody without a token. */
export const anyone = new Client();
