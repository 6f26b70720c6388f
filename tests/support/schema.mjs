// The machine-readable contract, docs/openapi.yaml and docs/asyncapi.yaml, as validators.
// It never talks to a server.
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import {parse} from 'yaml';

const docs = new URL('../../docs/', import.meta.url);
const base = 'https://ohkay.invalid/';
const load = (name) => parse(readFileSync(fileURLToPath(new URL(name, docs)), 'utf8'));

export const openapi = load('openapi.yaml');
export const asyncapi = load('asyncapi.yaml');

const ajv = new Ajv({strict: false, allErrors: true, verbose: false});
addFormats(ajv);
ajv.addSchema({$id: `${base}openapi.yaml`, ...openapi});
ajv.addSchema({$id: `${base}asyncapi.yaml`, ...asyncapi});

const escape = (token) => token.replaceAll('~', '~0').replaceAll('/', '~1');
const compiled = new Map();

function validator(file, pointer) {
    const $ref = `${base}${file}#${pointer.map((token) => `/${escape(token)}`).join('')}`;
    if (!compiled.has($ref)) compiled.set($ref, ajv.compile({$ref}));
    return compiled.get($ref);
}

/** Follow `$ref`s inside openapi.yaml; gives the thing and the pointer it stands at. */
function follow(pointer) {
    let node = openapi;
    let at = [];
    for (const token of pointer) {
        node = node?.[token];
        at = [...at, token];
        while (node?.$ref?.startsWith('#/')) {
            at = node.$ref.slice(2).split('/').map((t) => t.replaceAll('~1', '/').replaceAll('~0', '~'));
            node = at.reduce((n, t) => n?.[t], openapi);
        }
    }
    return {node, at};
}

export const resolve = (schema) => (schema?.$ref ? resolve(schema.$ref.slice(2).split('/').reduce((n, t) => n[t], openapi)) : schema);

/** The problems of `value` against what stands at `pointer` of `file`, as sentences; [] when it is right. */
export function problems(file, pointer, value) {
    const check = validator(file, pointer);
    if (check(value)) return [];
    return check.errors.map((e) => `${e.instancePath || '/'} ${e.message}${e.params ? ` ${JSON.stringify(e.params)}` : ''}`);
}

const methods = ['get', 'put', 'post', 'delete', 'patch'];

/** Every operation of openapi.yaml: {operationId, method, path, secured, parameters, body, pattern}. */
export const operations = Object.entries(openapi.paths).flatMap(([path, item]) =>
    methods.filter((method) => item[method]).map((method) => {
        const op = item[method];
        return {
            operationId: op.operationId,
            method: method.toUpperCase(),
            path,
            secured: (op.security ?? openapi.security).length > 0,
            parameters: [...(item.parameters ?? []), ...(op.parameters ?? [])].map(resolve).map((p) => ({...p, schema: resolve(p.schema)})),
            body: resolve(op.requestBody?.content?.['application/json']?.schema),
            statuses: Object.keys(op.responses).map(Number),
            pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`),
        };
    }),
);
export const operation = (operationId) => {
    const op = operations.find((o) => o.operationId === operationId);
    if (!op) throw new Error(`openapi.yaml knows no operation ${operationId}`);
    return op;
};

/** The operations at a request's path; several when they differ in the method, the literal path before `{…}`. */
export function operationsAt(pathname) {
    const found = operations.filter((op) => op.pattern.test(pathname));
    const literal = found.filter((op) => op.path === pathname);
    if (literal.length) return literal;
    const fewest = Math.min(...found.map((op) => op.path.split('{').length));
    return found.filter((op) => op.path.split('{').length === fewest);
}

/** Whether an answer to `op` is a file, not JSON. */
export function isFile(op, status) {
    const {content} = follow(['paths', op.path, op.method.toLowerCase(), 'responses', String(status)]).node ?? {};
    return Boolean(content && !content['application/json']);
}

/** The problems of an answer to `op`; `body` is undefined when there was none. */
export function responseProblems(op, status, body) {
    if (status === 405) return problems('openapi.yaml', ['components', 'schemas', 'Error'], body);
    const {node, at} = follow(['paths', op.path, op.method.toLowerCase(), 'responses', String(status)]);
    if (!node) return [`status ${status} is not documented for ${op.operationId}`];
    if (!node.content) return body === undefined ? [] : ['a body where none is documented'];
    return problems('openapi.yaml', [...at, 'content', 'application/json', 'schema'], body);
}

export const errorProblems = (body) => problems('openapi.yaml', ['components', 'schemas', 'Error'], body);

const names = (action) => Object.entries(asyncapi.operations).filter(([, op]) => op.action === action).map(([name]) => name);
/** What a client may emit, and what it may hear. */
export const emits = names('receive');
export const events = names('send');
export const eventProblems = (event, payload) =>
    events.includes(event) || event.endsWith('.ack')
        ? problems('asyncapi.yaml', ['components', 'messages', event, 'payload'], payload)
        : [`the event ${event} is not documented`];
