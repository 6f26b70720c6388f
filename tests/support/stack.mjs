// A real stack for the tests, started by the front door: `OHKAY_HOME=<new folder> PORT=<free> ./ohkay up -d`.
// It is stopped and its folder removed when the run ends, however it ends.
import {spawn, spawnSync} from 'node:child_process';
import {chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {readSettings} from './target.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const door = join(root, 'ohkay');

function freePort() {
    return new Promise((resolve, reject) => {
        const server = createServer().once('error', reject);
        server.listen(0, '127.0.0.1', () => {
            const {port} = server.address();
            server.close(() => resolve(port));
        });
    });
}

function run(args, env) {
    return new Promise((resolve, reject) => {
        const child = spawn(door, args, {cwd: root, env: {...process.env, ...env}, stdio: ['ignore', 'pipe', 'pipe']});
        let said = '';
        for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += data));
        // Not `close`: what the door leaves running may hold the pipes.
        child.once('error', reject).once('exit', (code) => setImmediate(() => {
            for (const stream of [child.stdout, child.stderr]) stream.destroy();
            resolve({code, said});
        }));
    });
}

/** What a sanitizer has said in the logs of a stack: the lines, with their files. */
function sanitizerReports(home) {
    const found = [];
    if (!existsSync(join(home, 'log'))) return found;
    const look = (folder) => {
        for (const name of readdirSync(folder)) {
            const path = join(folder, name);
            if (statSync(path).isDirectory()) look(path);
            else for (const line of readFileSync(path, 'utf8').split('\n')) if (/ERROR: AddressSanitizer|runtime error:|LeakSanitizer/.test(line)) found.push(`${path}: ${line}`);
        }
    };
    look(join(home, 'log'));
    return found;
}

/** Start a stack, or, without settings of its own, take the one that OHKAY_URL and OHKAY_SERVER_PASSWORD name:
 * {url, serverPassword, home, own, env, stop()}. `home` is its state folder if known; `stop` ends what was started here and gives
 * what a sanitizer has reported in its logs, leaks at the end included. `postgres` is lines for its postgresql.conf. */
export async function startStack(settings = {}, {postgres = ''} = {}) {
    if (process.env.OHKAY_URL && Object.keys(settings).length === 0) {
        const {OHKAY_URL: url, OHKAY_SERVER_PASSWORD: serverPassword = '', OHKAY_TEST_HOME: home = ''} = process.env;
        const env = {OHKAY_URL: url, OHKAY_SERVER_PASSWORD: serverPassword, OHKAY_TEST_HOME: home};
        return {url, serverPassword, home, own: false, env, stop: async () => (home ? sanitizerReports(home) : [])};
    }
    const home = mkdtempSync(join(tmpdir(), 'ohkay-test-'));
    chmodSync(home, 0o755);
    if (postgres) writeFileSync(join(home, 'postgresql.conf'), postgres, {mode: 0o644});
    const env = {OHKAY_HOME: home, PORT: String(await freePort()), BIND_ADDRESS: '127.0.0.1', ...settings};
    let stopped = false;
    const stop = async () => {
        if (stopped) return [];
        stopped = true;
        process.removeListener('exit', stopNow);
        const {code, said} = await run(['down'], env);
        if (code !== 0) console.error(`ohkay down: exit ${code}\n${said}`);
        const reports = sanitizerReports(home);
        rmSync(home, {recursive: true, force: true, maxRetries: 5, retryDelay: 200});
        return reports;
    };
    const stopNow = () => {
        if (stopped) return;
        stopped = true;
        spawnSync(door, ['down'], {cwd: root, env: {...process.env, ...env}, stdio: 'ignore'});
        rmSync(home, {recursive: true, force: true});
    };
    process.once('exit', stopNow);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));

    const {code, said} = await run(['up', '-d'], env);
    if (code !== 0) {
        await stop();
        throw new Error(`ohkay up -d: exit ${code}\n${said}`);
    }
    const url = `http://127.0.0.1:${env.PORT}`;
    const serverPassword = env.SERVER_PASSWORD ?? readSettings(home).SERVER_PASSWORD;
    return {url, serverPassword, home, own: true, env: {OHKAY_URL: url, OHKAY_SERVER_PASSWORD: serverPassword, OHKAY_TEST_HOME: home}, stop};
}
