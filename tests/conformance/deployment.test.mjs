// What surrounds the protocols: other origins, the unix socket, ending.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { closes, Endpoint, sleep } from './client.mjs';
import { startServer } from './server.mjs';
import { WebSocketClient } from './websocket.mjs';

const opening = '/engine.io/?EIO=4&transport=polling';

// Processor time of a process, in ticks of 10 ms.
function cpu(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

async function withServer(options, body) {
  const server = await startServer(options);
  try {
    await body(server, new Endpoint(server.port, '/engine.io/'));
  } finally {
    await server.stop();
  }
}

test('CORS *: every origin may read', () =>
  withServer({ cors: '*' }, async (_, engine) => {
    const response = await fetch(engine.url('EIO=4&transport=polling'), { headers: { origin: 'http://a.example' } });
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    const refused = await fetch(engine.url('EIO=4'), { headers: { origin: 'http://a.example' } });
    assert.equal(refused.status, 400);
    assert.equal(refused.headers.get('access-control-allow-origin'), '*');
  }));

test('CORS list: those on it may read, and only those', () =>
  withServer({ cors: 'http://a.example, https://b.example' }, async (_, engine) => {
    for (const [origin, expected] of [
      ['http://a.example', 'http://a.example'],
      ['https://b.example', 'https://b.example'],
      ['http://b.example', null],
      ['http://a.example.evil', null],
    ]) {
      const response = await fetch(engine.url('EIO=4&transport=polling'), { headers: { origin } });
      assert.equal(response.headers.get('access-control-allow-origin'), expected);
      assert.equal(response.headers.get('vary'), 'Origin');
    }
  }));

test('CORS preflight is answered', () =>
  withServer({ cors: 'http://a.example' }, async (_, engine) => {
    const response = await fetch(engine.url('EIO=4&transport=polling&sid=any'), {
      method: 'OPTIONS',
      headers: { origin: 'http://a.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    });
    assert.equal(response.status, 204);
    assert.equal(response.headers.get('access-control-allow-origin'), 'http://a.example');
    assert.match(response.headers.get('access-control-allow-methods'), /POST/);
    assert.equal(response.headers.get('access-control-allow-headers'), 'content-type');
  }));

function get(socketPath, path) {
  return new Promise((resolve, reject) => {
    request({ socketPath, path, agent: false }, (response) => {
      let body = '';
      response.on('data', (chunk) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode, body }));
    })
      .on('error', reject)
      .end();
  });
}

test('unix socket: mode 0660, a stale file is replaced, and it is removed at the end', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ohkay-'));
  const path = join(folder, 'push.sock');
  try {
    // A socket file whose owner is gone.
    const stale = await startServer({ unix: path });
    process.kill(stale.pid, 'SIGKILL');
    await stale.exit;
    assert.ok(statSync(path).isSocket());

    await withServer({ unix: path, 'ping-interval': 300 }, async () => {
      assert.equal(statSync(path).mode & 0o777, 0o660);
      const opened = await get(path, opening);
      assert.equal(opened.status, 200);
      const { sid } = JSON.parse(opened.body.slice(1));
      const held = get(path, `${opening}&sid=${sid}`);
      assert.equal((await held).body, '2');
      const socket = await WebSocketClient.open(0, opening.replace('polling', 'websocket'), { socketPath: path });
      assert.equal((await socket.next())[0], '0');
      socket.send('4hello');
      assert.equal(await socket.nextPacket(), '4hello');
      socket.close();
    });
    assert.throws(() => statSync(path));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('unix socket: one in use, or a file that is none, is left alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ohkay-'));
  const used = join(folder, 'used.sock');
  const file = join(folder, 'file');
  const owner = createServer().listen(used);
  writeFileSync(file, 'precious');
  try {
    await assert.rejects(startServer({ unix: used }), /in use/);
    await assert.rejects(startServer({ unix: file }), /in use/);
    assert.ok(statSync(file).isFile());
  } finally {
    owner.close();
    rmSync(folder, { recursive: true });
  }
});

test('a port in use is an error, not a server', async () => {
  await withServer({}, async (server) => {
    await assert.rejects(startServer({ port: server.port }), /listen_failed/);
  });
});

test('SIGTERM closes clients so that they reconnect, quickly, and leaves nothing', async () => {
  const server = await startServer();
  const engine = new Endpoint(server.port, '/engine.io/');
  const sockets = await Promise.all(Array.from({ length: 20 }, () => engine.openWebSocket()));
  const sid = await engine.openPolling();
  const poll = engine.poll(sid);
  await engine.hold(await engine.openPolling());
  await sleep(20);
  const start = performance.now();
  await server.stop();
  assert.ok(performance.now() - start < 5000);
  assert.equal((await poll).body, '1');
  for (const socket of sockets) {
    await closes(socket);
    assert.equal(socket.code, 1001);
  }
});

test('a held GET whose client vanished costs no processor time', async () => {
  await withServer({}, async (server, engine) => {
    for (let i = 0; i < 20; i++) {
      const held = await engine.hold(await engine.openPolling());
      await sleep(5);
      if (i % 2) held.destroy();
      else held.socket.end();
    }
    await sleep(200);
    const start = cpu(server.pid);
    await sleep(1000);
    assert.ok(cpu(server.pid) - start <= 20, `${cpu(server.pid) - start} of 100 ticks`);
  });
});

test('out of descriptors: held polls are turned away, nothing spins, and it recovers', async () => {
  await withServer({ 'fd-limit': 120 }, async (server, engine) => {
    const held = [];
    for (let i = 0; i < 60; i++) held.push(await engine.hold(await engine.openPolling()));
    const start = cpu(server.pid);
    await sleep(1000);
    assert.ok(cpu(server.pid) - start <= 20, `${cpu(server.pid) - start} of 100 ticks`);
    for (const poll of held) poll.destroy();
    const sid = await engine.openPolling();
    await engine.post(sid, '4x');
    assert.equal((await engine.poll(sid)).body, '4x');
  });
});

test('a flood behind a held GET ends it and costs no processor time', async () => {
  await withServer({}, async (server, engine) => {
    const sid = await engine.openPolling();
    const socket = connect(server.port, '127.0.0.1').on('error', () => {});
    const ended = new Promise((resolve) => socket.once('close', resolve));
    socket.write(`GET /engine.io/?EIO=4&transport=polling&sid=${sid} HTTP/1.1\r\nHost: x\r\n\r\n`);
    socket.write('x'.repeat(500_000));
    await ended;
    const start = cpu(server.pid);
    await sleep(1000);
    assert.ok(cpu(server.pid) - start <= 20, `${cpu(server.pid) - start} of 100 ticks`);
    assert.equal((await engine.poll(sid)).status, 400);
  });
});

test('requests in one breath: the first is answered, the others dropped, and nothing loops', async () => {
  await withServer({}, async (server, engine) => {
    const upgrade = (more) =>
      `GET /engine.io/?EIO=4&transport=websocket${more} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n` +
      'Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n';
    const open = 'GET /engine.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\n\r\n';
    for (let i = 0; i < 8; i++) {
      const sid = await engine.openPolling();
      const query = `EIO=4&transport=polling&sid=${sid}`;
      const get = `GET /engine.io/?${query} HTTP/1.1\r\nHost: x\r\n\r\n`;
      const post = `POST /engine.io/?${query} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n4a`;
      const breath = [
        get + upgrade(''),
        get + upgrade(`&sid=${sid}`),
        post + get + upgrade(''),
        open + open + upgrade(''),
        post + post + post + get + post,
        get + post,
        upgrade('') + get,
        'GET /x HTTP/1.1\r\nUpgrade: foo\r\nConnection: upgrade\r\n\r\n' + open,
      ][i];
      const socket = connect(server.port, '127.0.0.1').on('error', () => {});
      socket.resume();
      socket.write(breath);
      await sleep(50);
      socket.destroy();
      assert.equal((await fetch(engine.url('EIO=4&transport=polling'))).status, 200);
    }
  });
});
