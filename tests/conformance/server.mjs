// Starts and stops the echo server on a free port, and says how to reach it.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

export const PING_INTERVAL = 300;
export const PING_TIMEOUT = 200;
export const MAX_PAYLOAD = 1_000_000;
export const CONNECT_TIMEOUT = 1000;

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

// Another process may take the port between its choice and its use: then choose again.
export async function startServer(extra = []) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOn(await freePort(), extra);
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

async function startOn(port, extra) {
  const program = process.env.ECHO_SERVER ?? `${root}build/echo-server`;
  const options = [
    ['--port', port],
    ['--ping-interval', PING_INTERVAL],
    ['--ping-timeout', PING_TIMEOUT],
    ['--max-payload', MAX_PAYLOAD],
    ['--connect-timeout', CONNECT_TIMEOUT],
  ];
  const child = spawn(program, [...options.flat().map(String), ...extra], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += chunk));
  const exit = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.stdout.once('data', resolve);
    exit.then(() => reject(new Error(`the echo server did not start: ${errors}`)));
  });
  return {
    port,
    pid: child.pid,
    exit,
    errors: () => errors,
    async stop() {
      child.kill('SIGTERM');
      return exit;
    },
  };
}
