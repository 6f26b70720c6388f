// Starts and stops the echo server on a free port, and says how to reach it.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

export const MAX_PAYLOAD = 1_000_000;

// Times so long that on the slowest machine nothing ends by itself. Tests of a timeout shorten it.
const patient = {
  'ping-interval': 25_000,
  'ping-timeout': 20_000,
  'connect-timeout': 45_000,
  'max-payload': MAX_PAYLOAD,
};

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
export async function startServer(options = {}) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start({ port: await freePort(), ...patient, ...options });
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

async function start(options) {
  const program = process.env.ECHO_SERVER ?? `${root}build/echo-server`;
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(program, words, {
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
    port: options.port,
    pid: child.pid,
    exit,
    errors: () => errors,
    // Ends it, and fails unless it ended well: its sanitizers speak at the end.
    async stop() {
      child.kill('SIGTERM');
      const { code, signal } = await exit;
      if (code !== 0) throw new Error(`the echo server ended with ${code ?? signal}: ${errors}`);
    },
  };
}
