// Run suites against a real stack: `node support/run.mjs api realtime`, or `all`, or single files of them: `api/messages`.
// A suite is a folder of *.test.mjs; `api` ends with its coverage. `api` and `realtime` share one stack; the tests of `e2e`,
// `chaos` and `scale` start their own.
// Each suite ends in a line that counts what ran; the last line counts them all: "N passed, N failed".
// OHKAY_URL (with OHKAY_SERVER_PASSWORD, and OHKAY_TEST_HOME for its state folder) names a running instance to use instead.
import {existsSync, mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, relative} from 'node:path';
import {run} from 'node:test';
import {fileURLToPath} from 'node:url';
import {startStack} from './stack.mjs';

const tests = fileURLToPath(new URL('../', import.meta.url));
const suites = ['api', 'realtime', 'e2e', 'chaos', 'scale'];
const alone = new Set(['e2e', 'chaos', 'scale']); // they kill processes, or need a stack of another size
const last = new Set(['coverage.test.mjs', 'accessibility.test.mjs']);
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

function filesOf(suite, only) {
    if (only.length) return [only.map((name) => join(tests, suite, `${name}.test.mjs`))];
    const folder = join(tests, suite);
    const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.test.mjs')).sort() : [];
    return [files.filter((name) => !last.has(name)), files.filter((name) => last.has(name))].map((part) => part.map((name) => join(folder, name)));
}

function describeError(error) {
    const cause = error?.cause ?? error;
    return (cause?.stack ?? cause?.message ?? String(cause)).split('\n').map((line) => `    ${line}`).join('\n');
}

/** Run files; count tests, not the suites and files around them. */
async function runFiles(files) {
    const count = {passed: 0, failed: 0};
    if (!files.length) return count;
    const failedIn = new Set();
    const stream = run({files, concurrency: 2, timeout: Number(process.env.OHKAY_TEST_TIMEOUT_MS ?? 600_000)});
    for await (const {type, data} of stream) {
        if (type === 'test:stdout' || type === 'test:stderr') process.stdout.write(data.message);
        if (type !== 'test:pass' && type !== 'test:fail') continue;
        if (data.details?.type === 'suite' || data.skip !== undefined || data.todo !== undefined) continue;
        const wholeFile = data.nesting === 0 && files.includes(data.name);
        if (wholeFile && (type === 'test:pass' || failedIn.has(data.name))) continue;
        if (type === 'test:pass') {
            count.passed += 1;
            if (process.env.OHKAY_TEST_VERBOSE) console.log(`  ok ${data.name} (${Math.round(data.details.duration_ms)} ms)`);
        } else {
            count.failed += 1;
            failedIn.add(data.file);
            console.log(`  FAILED ${relative(tests, data.file ?? data.name)}: ${data.name}\n${describeError(data.details.error)}`);
        }
    }
    return count;
}

/** Run a suite whose files see `env` beside our own environment. */
async function runSuite(suite, only, env) {
    const before = {...process.env};
    Object.assign(process.env, env);
    const begun = Date.now();
    const count = {passed: 0, failed: 0};
    for (const files of filesOf(suite, only)) {
        const part = await runFiles(files);
        count.passed += part.passed;
        count.failed += part.failed;
    }
    for (const name of Object.keys(env)) delete process.env[name];
    Object.assign(process.env, before);
    if (count.passed + count.failed === 0) count.failed = 1;
    console.log(`${suite}: ${count.passed} passed, ${count.failed} failed in ${seconds(Date.now() - begun)}`);
    return count;
}

async function main() {
    const [major, minor] = process.versions.node.split('.').map(Number);
    if (major < 22 || (major === 22 && minor < 12)) throw new Error(`the tests need Node 22.12 or later, this is ${process.version}`);
    const asked = process.argv.slice(2);
    const only = new Map();
    for (const name of !asked.length || asked.includes('all') ? suites : asked) {
        const [suite, file] = name.split('/');
        only.set(suite, [...(only.get(suite) ?? []), ...(file ? [file] : [])]);
    }
    const wanted = [...only.keys()];
    const shared = wanted.filter((suite) => !alone.has(suite));
    const total = {passed: 0, failed: 0};
    const add = ({passed, failed}) => {
        total.passed += passed;
        total.failed += failed;
    };

    if (shared.length) {
        const notes = mkdtempSync(join(tmpdir(), 'ohkay-notes-'));
        const begun = Date.now();
        const stack = await startStack();
        if (stack.own) console.log(`stack: up at ${stack.url} in ${seconds(Date.now() - begun)}`);
        try {
            const env = {...stack.env, OHKAY_TEST_RECORD: join(notes, 'operations')};
            for (const suite of shared) add(await runSuite(suite, only.get(suite), env));
        } finally {
            const reports = await stack.stop();
            rmSync(notes, {recursive: true, force: true});
            if (reports.length) {
                console.log(`sanitizer: ${reports.length} reports\n  ${reports.slice(0, 40).join('\n  ')}`);
                total.failed += 1;
            }
        }
    }
    for (const suite of wanted) if (alone.has(suite)) add(await runSuite(suite, only.get(suite), {}));

    console.log(`${total.passed} passed, ${total.failed} failed`);
    return total.failed === 0 ? 0 : 1;
}

process.exitCode = await main().catch((error) => {
    console.error(error.message);
    console.log('0 passed, 1 failed');
    return 1;
});
