// Engine.IO protocol 4, rule by rule, against the echo server's /engine.io/.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';

import { closes, Endpoint, sleep } from './client.mjs';
import { MAX_PAYLOAD, startServer } from './server.mjs';
import { WebSocketClient } from './websocket.mjs';

let server;
let engine;

before(async () => {
  server = await startServer();
  engine = new Endpoint(server.port, '/engine.io/');
});
after(() => server.stop());

// The same with other times.
async function withServer(options, body) {
  const other = await startServer(options);
  try {
    await body(new Endpoint(other.port, '/engine.io/'));
  } finally {
    await other.stop();
  }
}

async function refusal(response) {
  return { status: response.status, ...(await response.json()) };
}

const errors = {
  transport: { status: 400, code: 0, message: 'Transport unknown' },
  sid: { status: 400, code: 1, message: 'Session ID unknown' },
  method: { status: 400, code: 2, message: 'Bad handshake method' },
  request: { status: 400, code: 3, message: 'Bad request' },
  version: { status: 400, code: 5, message: 'Unsupported protocol version' },
};

describe('handshake', () => {
  test('polling opens a session and offers the upgrade', async () => {
    const response = await fetch(engine.url('EIO=4&transport=polling'));
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'text/plain; charset=UTF-8');
    const body = await response.text();
    assert.equal(body[0], '0');
    const { sid, ...rest } = JSON.parse(body.slice(1));
    assert.match(sid, /^[\w-]{20}$/);
    assert.deepEqual(rest, {
      upgrades: ['websocket'],
      pingInterval: 25_000,
      pingTimeout: 20_000,
      maxPayload: MAX_PAYLOAD,
    });
  });

  test('a websocket opens a session with nothing to upgrade to', async () => {
    const socket = await engine.openWebSocket();
    const { sid, ...rest } = socket.handshake;
    assert.match(sid, /^[\w-]{20}$/);
    assert.deepEqual(rest, {
      upgrades: [],
      pingInterval: 25_000,
      pingTimeout: 20_000,
      maxPayload: MAX_PAYLOAD,
    });
    socket.close();
  });

  test('every session has a sid of its own', async () => {
    const sids = await Promise.all(Array.from({ length: 20 }, () => engine.openPolling()));
    assert.equal(new Set(sids).size, 20);
  });

  const refused = [
    ['no EIO', 'transport=polling', errors.version],
    ['another EIO', 'EIO=3&transport=polling', errors.version],
    ['an EIO that is no number', 'EIO=abc&transport=polling', errors.version],
    ['no transport', 'EIO=4', errors.transport],
    ['an unknown transport', 'EIO=4&transport=abc', errors.transport],
    ['a websocket transport without an upgrade', 'EIO=4&transport=websocket', errors.request],
    ['an unknown sid', 'EIO=4&transport=polling&sid=AAAAAAAAAAAAAAAAAAAA', errors.sid],
    ['a sid of another length', 'EIO=4&transport=polling&sid=a', errors.sid],
    ['a sid longer than any', `EIO=4&transport=polling&sid=${'a'.repeat(3000)}`, null],
  ];
  for (const [what, query, expected] of refused) {
    test(`polling is refused with ${what}`, async () => {
      const response = await fetch(engine.url(query));
      assert.equal(response.status, expected ? 400 : response.status);
      if (expected) assert.deepEqual(await refusal(response), expected);
    });
    test(`a websocket is refused with ${what}`, async () => {
      if (expected === errors.request) return; // it is an upgrade here
      const path = `${engine.path}?${query.replace('polling', 'websocket')}`;
      const refusedWith = await WebSocketClient.open(server.port, path).then(() => null, (error) => error);
      assert.equal(refusedWith?.status, expected ? 400 : refusedWith?.status);
      if (expected)
        assert.deepEqual(JSON.parse(refusedWith.body), { code: expected.code, message: expected.message });
    });
  }

  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
    test(`${method} does not open a session`, async () => {
      const response = await fetch(engine.url('EIO=4&transport=polling'), { method });
      assert.deepEqual(await refusal(response), errors.method);
    });
    test(`${method} with a body does not open a session, and the connection stays in step`, async () => {
      const body = 'GET / HTTP/1.1\r\n\r\n'.repeat(100);
      const response = await fetch(engine.url('EIO=4&transport=polling'), { method, body });
      assert.deepEqual(await refusal(response), errors.method);
      assert.equal((await fetch(engine.url('EIO=4&transport=polling'))).status, 200);
    });
  }

  test('a session of one path is unknown on the other', async () => {
    const sid = await engine.openPolling();
    const other = new Endpoint(server.port, '/socket.io/');
    assert.equal((await other.poll(sid)).status, 400);
  });

  test('another path is not found', async () => {
    assert.equal((await fetch(`http://127.0.0.1:${server.port}/`)).status, 404);
    assert.equal((await fetch(`http://127.0.0.1:${server.port}/engine.io/more?EIO=4&transport=polling`)).status, 404);
  });
});

describe('polling', () => {
  const payloads = [
    ['one text packet', '4hello'],
    ['an empty message', '4'],
    ['several text packets', '4test1\x1e4test2\x1e4test3'],
    ['text and binary', '4hello\x1ebAQIDBA=='],
    ['binary alone', 'bAQIDBA=='],
    ['empty binary', 'b'],
    ['text beyond ASCII', '4€ 日本語 😀'],
  ];
  for (const [what, payload] of payloads) {
    test(`${what} is taken with "ok" and comes back`, async () => {
      const sid = await engine.openPolling();
      const pushed = await engine.post(sid, payload);
      assert.deepEqual([pushed.status, pushed.body], [200, 'ok']);
      const polled = await engine.poll(sid);
      assert.deepEqual([polled.status, polled.body], [200, payload]);
    });
  }

  test('a held GET is answered as soon as a packet is there', async () => {
    const sid = await engine.openPolling();
    const poll = engine.poll(sid);
    await sleep(20);
    const start = performance.now();
    await engine.post(sid, '4now');
    assert.equal((await poll).body, '4now');
    assert.ok(performance.now() - start < 5000);
  });

  test('packets keep their order over many requests', async () => {
    const sid = await engine.openPolling();
    const got = [];
    for (let i = 0; i < 20; i++) {
      await engine.post(sid, `4a${i}\x1e4b${i}`);
      got.push(...(await engine.poll(sid)).body.split('\x1e'));
    }
    assert.deepEqual(got, Array.from({ length: 20 }, (_, i) => [`4a${i}`, `4b${i}`]).flat());
  });

  test('an answer holds at most maxPayload, the rest follows', async () => {
    const sid = await engine.openPolling();
    const big = `4${'x'.repeat(400_000)}`;
    for (let i = 0; i < 3; i++) await engine.post(sid, big);
    assert.equal((await engine.poll(sid)).body, `${big}\x1e${big}`);
    assert.equal((await engine.poll(sid)).body, big);
  });

  const broken = ['abc', '', '4a\x1e', '\x1e4a', '9', 'b!', 'bAQ', '0{}', '2', '2probe', '5'];
  for (const payload of broken) {
    test(`the invalid payload ${JSON.stringify(payload)} closes the session`, async () => {
      const sid = await engine.openPolling();
      assert.equal((await engine.post(sid, payload)).status, 400);
      assert.equal((await engine.poll(sid)).status, 400);
    });
  }

  test('text that is not UTF-8 closes the session', async () => {
    const sid = await engine.openPolling();
    assert.equal((await engine.post(sid, Buffer.from([0x34, 0xff]))).status, 400);
    assert.equal((await engine.poll(sid)).status, 400);
  });

  test('a second GET at a time closes the session: the first gets a close packet, the second 400', async () => {
    const sid = await engine.openPolling();
    const first = engine.poll(sid);
    await sleep(10);
    const second = await engine.poll(sid);
    assert.equal(second.status, 400);
    assert.deepEqual([(await first).status, (await first).body], [200, '1']);
    assert.equal((await engine.poll(sid)).status, 400);
  });

  test('a second POST at a time closes the session', async () => {
    const sid = await engine.openPolling();
    const slow = connect(server.port, '127.0.0.1');
    slow.write(`POST /engine.io/?EIO=4&transport=polling&sid=${sid} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n4a`);
    await sleep(20);
    assert.equal((await engine.post(sid, '4b')).status, 400);
    assert.equal((await engine.poll(sid)).status, 400);
    slow.destroy();
  });

  test('a cancelled GET closes the session', async () => {
    const sid = await engine.openPolling();
    const held = await engine.hold(sid);
    await sleep(10);
    held.destroy();
    assert.equal((await engine.poll(sid)).status, 400);
  });

  test('a body longer than maxPayload is refused, the session goes on', async () => {
    const sid = await engine.openPolling();
    assert.equal((await engine.post(sid, `4${'x'.repeat(MAX_PAYLOAD)}`)).status, 413);
    assert.equal((await engine.post(sid, '4still here')).status, 200);
    assert.equal((await engine.poll(sid)).body, '4still here');
  });

  test('a body of exactly maxPayload is taken', async () => {
    const sid = await engine.openPolling();
    const body = `4${'x'.repeat(MAX_PAYLOAD - 1)}`;
    assert.equal((await engine.post(sid, body)).status, 200);
    assert.equal((await engine.poll(sid)).body, body);
  });

  test('a body without its length is refused', async () => {
    const sid = await engine.openPolling();
    const answer = await new Promise((resolve) => {
      const socket = connect(server.port, '127.0.0.1');
      socket.write(`POST /engine.io/?EIO=4&transport=polling&sid=${sid} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n4a\r\n0\r\n\r\n`);
      socket.once('data', (data) => resolve(data.toString()));
    });
    assert.match(answer, /^HTTP\/1\.1 400 /);
  });

  test('other methods on a session are refused, and do it no harm', async () => {
    const sid = await engine.openPolling();
    assert.equal((await engine.poll(sid, { method: 'PUT', body: '4a' })).status, 400);
    assert.equal((await engine.poll(sid, { method: 'DELETE' })).status, 400);
    assert.equal((await engine.poll(sid, { method: 'HEAD' })).status, 400);
    await engine.post(sid, '4b');
    assert.equal((await engine.poll(sid)).body, '4b');
  });
});

describe('websocket', () => {
  test('text comes back', async () => {
    const socket = await engine.openWebSocket();
    socket.send('4hello €');
    assert.equal(await socket.nextPacket(), '4hello €');
    socket.close();
  });

  test('binary comes back as it is', async () => {
    const socket = await engine.openWebSocket();
    socket.send(Buffer.from([1, 2, 3, 4]));
    assert.deepEqual(await socket.nextPacket(), Buffer.from([1, 2, 3, 4]));
    socket.close();
  });

  test('a message in many frames is one message', async () => {
    const socket = await engine.openWebSocket();
    const text = `4${'abcdefghij'.repeat(5000)}`;
    socket.send(text, { pieces: 7 });
    assert.equal(await socket.nextPacket(), text);
    socket.close();
  });

  test('a message of exactly maxPayload is taken, a longer one closes with 1009', async () => {
    const socket = await engine.openWebSocket();
    const text = `4${'x'.repeat(MAX_PAYLOAD - 1)}`;
    socket.send(text);
    assert.equal(await socket.nextPacket(), text);
    socket.send(`${text}x`);
    await closes(socket);
    assert.equal(socket.code, 1009);
  });

  test('many messages keep their order', async () => {
    const socket = await engine.openWebSocket();
    for (let i = 0; i < 1000; i++) socket.send(`4${i}`);
    for (let i = 0; i < 1000; i++) assert.equal(await socket.nextPacket(), `4${i}`);
    socket.close();
  });

  for (const packet of ['abc', '', '9', '0{}', '2', '5']) {
    test(`the invalid packet ${JSON.stringify(packet)} closes the session`, async () => {
      const socket = await engine.openWebSocket();
      socket.send(packet);
      await closes(socket);
    });
  }

  test('text that is not UTF-8 closes the session', async () => {
    const socket = await engine.openWebSocket();
    socket.sendFrame(1, Buffer.from([0x34, 0xff, 0xfe]));
    await closes(socket);
  });

  test('a frame that is no WebSocket frame closes the connection', async () => {
    const socket = await engine.openWebSocket();
    socket.sendFrame(3, Buffer.from('x'));
    await closes(socket);
  });
});

describe('heartbeat', () => {
  // Long timeout where the client answers, short where it does not.
  const answered = { 'ping-interval': 300, 'ping-timeout': 10_000 };
  const unanswered = { 'ping-interval': 300, 'ping-timeout': 200 };

  test('polling: a ping each interval, a pong keeps the session', () =>
    withServer(answered, async (quick) => {
      let start = performance.now();
      const sid = await quick.openPolling();
      for (let i = 0; i < 3; i++) {
        const polled = await quick.poll(sid);
        assert.deepEqual([polled.status, polled.body], [200, '2']);
        assert.ok(performance.now() - start >= 295);
        start = performance.now();
        assert.equal((await quick.post(sid, '3')).status, 200);
      }
    }));

  test('websocket: a ping each interval, a pong keeps the session', () =>
    withServer(answered, async (quick) => {
      let start = performance.now();
      const socket = await quick.openWebSocket();
      for (let i = 0; i < 3; i++) {
        assert.equal(await socket.next(), '2');
        assert.ok(performance.now() - start >= 295);
        start = performance.now();
        socket.send('3');
      }
      socket.close();
    }));

  test('after the upgrade it goes on over the websocket', () =>
    withServer(answered, async (quick) => {
      const { socket } = await quick.upgrade();
      for (let i = 0; i < 3; i++) {
        assert.equal(await socket.next(), '2');
        socket.send('3');
      }
      socket.close();
    }));

  test('polling: without a pong the session is closed', () =>
    withServer(unanswered, async (quick) => {
      const sid = await quick.openPolling();
      await sleep(500);
      assert.equal((await quick.poll(sid)).status, 400);
    }));

  test('websocket: without a pong it is closed after interval and timeout', () =>
    withServer(unanswered, async (quick) => {
      const start = performance.now();
      const socket = await quick.openWebSocket();
      await closes(socket);
      assert.ok(performance.now() - start >= 495);
    }));

  test('websocket: messages alone are no pong', () =>
    withServer(unanswered, async (quick) => {
      const socket = await quick.openWebSocket();
      const chatter = setInterval(() => socket.send('4x'), 50);
      try {
        await closes(socket);
      } finally {
        clearInterval(chatter);
      }
    }));

  test('a pong nobody asked for does no harm', async () => {
    const socket = await engine.openWebSocket();
    socket.send('3');
    socket.send('4x');
    assert.equal(await socket.nextPacket(), '4x');
    socket.close();
  });
});

describe('close', () => {
  test('polling: a close packet ends the session, a held GET gets a noop', async () => {
    const sid = await engine.openPolling();
    const poll = engine.poll(sid);
    await sleep(10);
    const pushed = await engine.post(sid, '1');
    assert.equal(pushed.status, 200);
    assert.deepEqual([(await poll).status, (await poll).body], [200, '6']);
    assert.equal((await engine.poll(sid)).status, 400);
  });

  test('polling: nothing behind a close packet counts', async () => {
    const sid = await engine.openPolling();
    const poll = engine.poll(sid);
    await sleep(10);
    await engine.post(sid, '1\x1e4late');
    assert.equal((await poll).body, '6');
  });

  test('websocket: a close packet closes it', async () => {
    const socket = await engine.openWebSocket();
    socket.send('1');
    await closes(socket);
  });

  test('websocket: closing it ends the session', async () => {
    const socket = await engine.openWebSocket();
    const { sid } = socket.handshake;
    socket.close();
    await closes(socket);
    const probe = await engine.websocket(`&sid=${sid}`).then(() => null, (error) => error);
    assert.equal(probe?.status, 400);
  });
});

describe('upgrade', () => {
  test('probe, noop for the GET, upgrade, and the websocket carries on', async () => {
    const sid = await engine.openPolling();
    const socket = await engine.websocket(`&sid=${sid}`);
    socket.send('2probe');
    assert.equal(await socket.next(), '3probe');
    const polled = await engine.poll(sid);
    assert.deepEqual([polled.status, polled.body], [200, '6']);
    socket.send('5');
    socket.send('4hello');
    assert.equal(await socket.nextPacket(), '4hello');
    socket.close();
  });

  test('a GET held before the probe gets a noop at once', async () => {
    const sid = await engine.openPolling();
    const poll = engine.poll(sid);
    await sleep(10);
    const socket = await engine.websocket(`&sid=${sid}`);
    socket.send('2probe');
    assert.equal(await socket.next(), '3probe');
    assert.deepEqual([(await poll).status, (await poll).body], [200, '6']);
    socket.close();
  });

  test('what waits when the upgrade completes comes by the websocket, in order', async () => {
    const sid = await engine.openPolling();
    const socket = await engine.websocket(`&sid=${sid}`);
    socket.send('2probe');
    assert.equal(await socket.next(), '3probe');
    await engine.post(sid, '4one\x1e4two');
    socket.send('5');
    socket.send('4three');
    assert.equal(await socket.nextPacket(), '4one');
    assert.equal(await socket.nextPacket(), '4two');
    assert.equal(await socket.nextPacket(), '4three');
    socket.close();
  });

  test('probe and upgrade may come in one breath', async () => {
    const sid = await engine.openPolling();
    const socket = await engine.websocket(`&sid=${sid}`);
    socket.send('2probe');
    socket.send('5');
    socket.send('4x');
    assert.equal(await socket.next(), '3probe');
    assert.equal(await socket.nextPacket(), '4x');
    socket.close();
  });

  test('afterwards polling is refused, and the session lives', async () => {
    const { sid, socket } = await engine.upgrade();
    assert.equal((await engine.poll(sid)).status, 400);
    assert.equal((await engine.post(sid, '4a')).status, 400);
    socket.send('4hello');
    assert.equal(await socket.nextPacket(), '4hello');
    socket.close();
  });

  test('afterwards another websocket is closed, and the session lives', async () => {
    const { sid, socket } = await engine.upgrade();
    const second = await engine.websocket(`&sid=${sid}`);
    await closes(second);
    socket.send('4hello');
    assert.equal(await socket.nextPacket(), '4hello');
    socket.close();
  });

  test('a second websocket amid the upgrade is closed, the first completes it', async () => {
    const sid = await engine.openPolling();
    const first = await engine.websocket(`&sid=${sid}`);
    const second = await engine.websocket(`&sid=${sid}`);
    await closes(second);
    first.send('2probe');
    assert.equal(await first.next(), '3probe');
    first.send('5');
    first.send('4x');
    assert.equal(await first.nextPacket(), '4x');
    first.close();
  });

  test('a second websocket of a websocket session is closed', async () => {
    const socket = await engine.openWebSocket();
    const second = await engine.websocket(`&sid=${socket.handshake.sid}`);
    await closes(second);
    socket.send('4x');
    assert.equal(await socket.nextPacket(), '4x');
    socket.close();
  });

  for (const packet of ['4hello', '5', '2', 'abc', '3probe']) {
    test(`${packet} in place of the probe closes the websocket only`, async () => {
      const sid = await engine.openPolling();
      const socket = await engine.websocket(`&sid=${sid}`);
      socket.send(packet);
      await closes(socket);
      await engine.post(sid, '4still polling');
      assert.equal((await engine.poll(sid)).body, '4still polling');
    });
  }

  test('a probe that goes away leaves the session on polling, and another may come', async () => {
    const sid = await engine.openPolling();
    const first = await engine.websocket(`&sid=${sid}`);
    first.send('2probe');
    assert.equal(await first.next(), '3probe');
    first.close();
    await closes(first);
    await engine.post(sid, '4x');
    assert.equal((await engine.poll(sid)).body, '4x');
    const second = await engine.websocket(`&sid=${sid}`);
    second.send('2probe');
    assert.equal(await second.next(), '3probe');
    second.send('5');
    second.send('4y');
    assert.equal(await second.nextPacket(), '4y');
    second.close();
  });
});

describe('the HTTP side', () => {
  test('an unknown upgrade is refused', async () => {
    const answer = await new Promise((resolve) => {
      const socket = connect(server.port, '127.0.0.1');
      let got = '';
      socket.write('GET /engine.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n');
      socket.on('data', (data) => (got += data));
      socket.on('close', () => resolve(got));
      socket.on('error', () => {});
    });
    assert.doesNotMatch(answer, /^HTTP\/1\.1 (101|200)/);
  });

  test('h2c is refused', async () => {
    const answer = await new Promise((resolve) => {
      const socket = connect(server.port, '127.0.0.1');
      let got = '';
      socket.write('GET /engine.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n');
      socket.on('data', (data) => (got += data));
      socket.on('close', () => resolve(got));
      socket.on('error', () => {});
    });
    assert.doesNotMatch(answer, /^HTTP\/1\.1 101/);
  });

  test('requests piled up behind a held GET wait for their turn or end the connection', async () => {
    const sid = await engine.openPolling();
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => {});
    const get = `GET /engine.io/?EIO=4&transport=polling&sid=${sid} HTTP/1.1\r\nHost: x\r\n\r\n`;
    socket.write(get + get + get);
    await sleep(200);
    socket.destroy();
    assert.equal((await fetch(engine.url('EIO=4&transport=polling'))).status, 200);
  });

  test('without a CORS origin no CORS header is sent', async () => {
    const response = await fetch(engine.url('EIO=4&transport=polling'), { headers: { origin: 'http://a.example' } });
    assert.equal(response.headers.get('access-control-allow-origin'), null);
    const preflight = await fetch(engine.url('EIO=4&transport=polling'), { method: 'OPTIONS' });
    assert.equal(preflight.status, 400);
  });
});
