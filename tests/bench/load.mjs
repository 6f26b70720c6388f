// Load by wrk (one thread, so that the machine is left to the servers), and single requests timed one after the other.
import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {performance} from 'node:perf_hooks';

/** Run a program to its end: its output, or an error with it. */
export function program(command, args, {input, env, cwd} = {}) {
    return new Promise((resolve, reject) => {
        const child = spawn(command, args, {cwd, env: {...process.env, ...env}, stdio: ['pipe', 'pipe', 'pipe']});
        let out = '', err = '';
        child.stdout.on('data', (data) => (out += data));
        child.stderr.on('data', (data) => (err += data));
        child.once('error', reject).once('close', (code) => (code === 0 ? resolve(out) : reject(new Error(`${command}: exit ${code}\n${err}${out}`.slice(0, 2000)))));
        child.stdin.on('error', () => {});
        child.stdin.end(input ?? '');
    });
}

// The paths are taken in turn.
const script = ({method, paths, token, body}) => `
local paths = { ${paths.map((path) => JSON.stringify(path)).join(', ')} }
local at = 0
wrk.method = "${method}"
wrk.headers["Authorization"] = "Bearer ${token}"
${body ? `wrk.headers["Content-Type"] = "application/json"\nwrk.body = ${JSON.stringify(body)}` : ''}
request = function()
    at = at % #paths + 1
    return wrk.format(nil, paths[at])
end
`;

/** `clients` at once for so many seconds: requests a second. Any answer but a 2xx is an error of the benchmark. */
export async function requestsPerSecond(url, {clients = 16, seconds, ...what}) {
    const folder = mkdtempSync(join(tmpdir(), 'ohkay-wrk-'));
    try {
        writeFileSync(join(folder, 'load.lua'), script(what));
        const out = await program('wrk', ['-t1', `-c${clients}`, `-d${seconds}s`, '--timeout', '10s', '-s', join(folder, 'load.lua'), url]);
        if (/Non-2xx|Socket errors/.test(out)) throw new Error(`${what.method} ${url}: not everything was answered\n${out}`);
        return Number(out.match(/Requests\/sec:\s+([\d.]+)/)[1]);
    } finally {
        rmSync(folder, {recursive: true, force: true});
    }
}

/** Milliseconds of each of a series of calls, one after the other. */
export async function milliseconds(count, call) {
    const times = [];
    for (let i = 0; i < count; i++) {
        const begun = performance.now();
        await call(i);
        times.push(performance.now() - begun);
    }
    return times;
}

export function quantile(list, q) {
    const sorted = [...list].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
}
export const median = (list) => quantile(list, 0.5);
