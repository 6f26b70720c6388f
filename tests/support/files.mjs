// Uploads as browsers send them, and what to do with them besides.
import {request} from 'node:http';
import {execFile, spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {target} from './target.mjs';

const door = fileURLToPath(new URL('../../ohkay', import.meta.url));

/** A form with one file. */
export function form(content, fileName = 'file.bin', type = 'application/octet-stream') {
    const body = new FormData();
    body.append('file', new Blob([content], {type}), fileName);
    return body;
}

export const upload = async (client, content, fileName, type) => (await client.ok('createUpload', {body: form(content, fileName, type)})).attachment;

/** Fetch a file's address as it stands; gives status, headers and bytes. */
export const fetchFile = (client, url, headers = {}) => client.request('GET', url, {headers});
export const statusOf = async (client, url) => (await fetchFile(client, url)).status;

/** A path that nothing on its way may tidy. */
export function rawGet(path, headers = {}) {
    return new Promise((resolve, reject) => {
        const {hostname, port} = new URL(target.url);
        const sent = request({hostname, port, path, headers}, (response) => {
            const pieces = [];
            response.on('data', (piece) => pieces.push(piece)).on('end', () => resolve({status: response.statusCode, headers: response.headers, bytes: Buffer.concat(pieces)}));
        });
        sent.on('error', reject).end();
    });
}

/** Run SQL in one of the databases of our own instance (`auth`, `dms`, `registry`, or `server`, id); gives the rows, columns with `|`. */
export function sql(text, ...database) {
    const {status, stdout, stderr} = spawnSync(door, ['psql', ...database, '-X', '-q', '-At', '-v', 'ON_ERROR_STOP=1', '-c', text],
        {encoding: 'utf8', env: {...process.env, OHKAY_HOME: target.home}});
    if (status !== 0) throw new Error(`psql: ${stderr}`);
    return stdout.trim().split('\n').filter(Boolean);
}
export const registry = (text) => sql(text, 'registry');

/** One run of the sweeper; waits for one that is under way. */
export async function sweep() {
    for (;;) {
        const {stdout, stderr} = await promisify(execFile)(door, ['sweep'], {env: {...process.env, OHKAY_HOME: target.home}});
        if (!/sweep_under_way/.test(stdout + stderr)) return;
    }
}
