// The stack's own PostgreSQL and Redis, behind the API's back.
import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {createConnection} from 'node:net';
import {fileURLToPath} from 'node:url';
import {service} from './processes.mjs';
import {target} from './target.mjs';

const door = fileURLToPath(new URL('../../ohkay', import.meta.url));

/** One psql that stays open: `run(sql)` gives the rows of the last statement, unaligned. */
export class Prompt {
    constructor(...database) {
        this.child = spawn(door, ['psql', ...database, '-X', '-q', '-At', '-v', 'ON_ERROR_STOP=1'], {env: {...process.env, OHKAY_HOME: target.home}, stdio: ['pipe', 'pipe', 'pipe']});
        this.said = '';
        this.trouble = '';
        this.child.stderr.on('data', (data) => (this.trouble += data));
        this.child.stdout.on('data', (data) => {
            this.said += data;
            this.look?.();
        });
        this.child.on('exit', () => this.look?.());
        this.turn = Promise.resolve();
        this.count = 0;
    }

    run(sql) {
        const mine = `-- done ${(this.count += 1)} --\n`;
        this.turn = this.turn.then(() => new Promise((resolve, reject) => {
            this.look = () => {
                const end = this.said.indexOf(mine);
                if (end >= 0) {
                    const rows = this.said.slice(0, end).split('\n').filter(Boolean);
                    this.said = this.said.slice(end + mine.length);
                    resolve(rows);
                } else if (this.child.exitCode !== null) {
                    reject(new Error(`psql: ${this.trouble}`));
                }
            };
            this.child.stdin.write(`${sql};\n\\echo '${mine.trim()}'\n`);
        }));
        return this.turn;
    }

    close() {
        this.child.stdin.end('\\q\n');
    }
}

/** One connection to the stack's Redis; `send` gives when it has answered. */
export function redisSend(...words) {
    const args = readFileSync(`/proc/${service(target.home, 'redis').pid}/cmdline`, 'utf8').split('\0');
    // Redis writes its title anew: the socket's path is in the settings of the stack, too.
    const path = args.join(' ').match(/unixsocket:? ?(\S+)/)?.[1] ?? target.settings.REDIS_URL?.replace('unix://', '');
    return new Promise((resolve, reject) => {
        const socket = createConnection(path).once('error', reject);
        const command = `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(String(word))}\r\n${word}\r\n`).join('')}`;
        socket.write(command);
        socket.once('data', (data) => {
            socket.end();
            if (String(data).startsWith('-')) reject(new Error(String(data)));
            else resolve(String(data));
        });
    });
}
