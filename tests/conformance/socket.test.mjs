// Socket.IO protocol 5, rule by rule, against the echo server's /socket.io/.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { closes, Endpoint, sleep } from './client.mjs';
import { startServer } from './server.mjs';

let server;
let io;

before(async () => {
  server = await startServer();
  io = new Endpoint(server.port, '/socket.io/');
});
after(() => server.stop());

// The same with a short time to connect.
async function withConnectTimeout(ms, body) {
  const other = await startServer({ 'connect-timeout': ms });
  try {
    await body(new Endpoint(other.port, '/socket.io/'));
  } finally {
    await other.stop();
  }
}

const first = Buffer.from([1, 2, 3]);
const second = Buffer.from([4, 5, 6]);
const placeholders = '{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}';

describe('connect', () => {
  const allowed = [
    ['the main namespace', '40', '', '{}'],
    ['the main namespace by name', '40/,', '', '{}'],
    ['the main namespace with a payload', '40{"token":"123"}', '', '{"token":"123"}'],
    ['a custom namespace', '40/custom,', '/custom,', '{}'],
    ['a custom namespace without a comma', '40/custom', '/custom,', '{}'],
    ['a custom namespace with a payload', '40/custom,{"token":"abc"}', '/custom,', '{"token":"abc"}'],
  ];
  for (const [what, packet, prefix, auth] of allowed) {
    test(`${what} is allowed, and the payload arrives`, async () => {
      const socket = await io.openWebSocket();
      socket.send(packet);
      const answer = await socket.nextPacket();
      assert.ok(answer.startsWith(`40${prefix}`), answer);
      const payload = JSON.parse(answer.slice(2 + prefix.length));
      assert.deepEqual(Object.keys(payload), ['sid']);
      assert.match(payload.sid, /^[\w-]{20}$/);
      assert.notEqual(payload.sid, socket.handshake.sid);
      assert.equal(await socket.nextPacket(), `42${prefix}["auth",${auth}]`);
      socket.close();
    });
  }

  test('an unknown namespace is refused, and the connection lives', async () => {
    const socket = await io.openWebSocket();
    socket.send('40/random');
    assert.equal(await socket.nextPacket(), '44/random,{"message":"Invalid namespace"}');
    socket.send('40');
    assert.match(await socket.nextPacket(), /^40\{"sid"/);
    socket.close();
  });

  test('by polling too', async () => {
    const sid = await io.openPolling();
    await io.post(sid, '40{"a":1}');
    const [answer, auth] = await io.pollPackets(sid, 2);
    assert.match(answer, /^40\{"sid":"[\w-]{20}"\}$/);
    assert.equal(auth, '42["auth",{"a":1}]');
  });

  test('a connection that connects to no namespace in time is closed', () =>
    withConnectTimeout(500, async (hasty) => {
      const start = performance.now();
      const socket = await hasty.openWebSocket();
      await closes(socket);
      assert.ok(performance.now() - start >= 495);
    }));

  test('a connection that connected in time is not', () =>
    withConnectTimeout(500, async (hasty) => {
      const socket = await hasty.connect();
      await sleep(700);
      socket.send('42["message"]');
      assert.equal(await socket.nextPacket(), '42["message-back"]');
      socket.close();
    }));

  test('a connection that left its last namespace is closed in time', () =>
    withConnectTimeout(500, async (hasty) => {
      const socket = await hasty.connect();
      const start = performance.now();
      socket.send('41');
      await closes(socket);
      assert.ok(performance.now() - start >= 495);
    }));

  const broken = ['4abc', '4', '42["message"]', '43["x"]', '431[]', '41', '40[]', '40"x"', '40null', '40{', '401', '47', '44{"message":"x"}', '40/custom,{"a":1}x'];
  for (const packet of broken) {
    test(`${packet} in place of CONNECT closes the connection`, async () => {
      const socket = await io.openWebSocket();
      socket.send(packet);
      await closes(socket);
    });
  }

  test('a binary message in place of CONNECT closes the connection', async () => {
    const socket = await io.openWebSocket();
    socket.send(first);
    await closes(socket);
  });

  test('CONNECT twice closes the connection', async () => {
    const socket = await io.connect();
    socket.send('40');
    await closes(socket);
  });
});

describe('namespaces', () => {
  test('live side by side on one connection', async () => {
    const socket = await io.connect();
    socket.send('40/custom,');
    assert.match(await socket.nextPacket(), /^40\/custom,/);
    assert.equal(await socket.nextPacket(), '42/custom,["auth",{}]');
    socket.send('42/custom,["message","to custom"]');
    socket.send('42["message","to main"]');
    assert.equal(await socket.nextPacket(), '42/custom,["message-back","to custom"]');
    assert.equal(await socket.nextPacket(), '42["message-back","to main"]');
    socket.close();
  });

  test('DISCONNECT is not answered and keeps the connection', async () => {
    const socket = await io.connect();
    socket.send('41');
    socket.send('40/random,');
    assert.equal(await socket.next(), '44/random,{"message":"Invalid namespace"}');
    socket.close();
  });

  test('DISCONNECT of one leaves the other', async () => {
    const socket = await io.connect();
    socket.send('40/custom');
    assert.match(await socket.nextPacket(), /^40\/custom,/);
    assert.equal(await socket.nextPacket(), '42/custom,["auth",{}]');
    socket.send('41/custom');
    socket.send('42["message","message to main namespace"]');
    assert.equal(await socket.nextPacket(), '42["message-back","message to main namespace"]');
    socket.close();
  });

  test('after DISCONNECT one may connect again, with a new sid', async () => {
    const socket = await io.openWebSocket();
    socket.send('40');
    const before = await socket.nextPacket();
    assert.equal(await socket.nextPacket(), '42["auth",{}]');
    socket.send('41');
    socket.send('40');
    const again = await socket.nextPacket();
    assert.match(again, /^40\{"sid"/);
    assert.notEqual(again, before);
    socket.close();
  });

  test('an event to a namespace that was left closes the connection', async () => {
    const socket = await io.connect();
    socket.send('41');
    socket.send('42["message"]');
    await closes(socket);
  });

  test('an event to a namespace never joined closes the connection', async () => {
    const socket = await io.connect();
    socket.send('42/custom,["message"]');
    await closes(socket);
  });
});

describe('events', () => {
  const echoes = [
    ['several arguments', '42["message",1,"2",{"3":[true]}]', '42["message-back",1,"2",{"3":[true]}]'],
    ['no argument', '42["message"]', '42["message-back"]'],
    ['white space in the JSON', '42[ "message" , 1 ]', '42["message-back",1]'],
    ['an escaped name', '42["m\\u0065ssage",null]', '42["message-back",null]'],
    ['text beyond ASCII', '42["message","€ 😀 \\ud83d"]', '42["message-back","€ 😀 \\ud83d"]'],
    ['a namespace', '42/,["message",1]', '42["message-back",1]'],
    ['an ack that the listener does not give', '427["message",1]', '42["message-back",1]'],
  ];
  for (const [what, sent, expected] of echoes) {
    test(`with ${what}`, async () => {
      const socket = await io.connect();
      socket.send(sent);
      assert.equal(await socket.nextPacket(), expected);
      socket.close();
    });
  }

  test('with attachments', async () => {
    const socket = await io.connect();
    socket.send(`452-["message",${placeholders}]`);
    socket.send(first);
    socket.send(second);
    assert.equal(await socket.nextPacket(), `452-["message-back",${placeholders}]`);
    assert.deepEqual(await socket.nextPacket(), first);
    assert.deepEqual(await socket.nextPacket(), second);
    socket.close();
  });

  test('with attachments, by polling', async () => {
    const sid = await io.openPolling();
    await io.post(sid, '40');
    await io.pollPackets(sid, 2);
    await io.post(sid, `452-["message",${placeholders}]\x1ebAQID\x1ebBAUG`);
    assert.deepEqual(await io.pollPackets(sid, 3), [`452-["message-back",${placeholders}]`, 'bAQID', 'bBAUG']);
  });

  test('by polling, several in one payload', async () => {
    const sid = await io.openPolling();
    await io.post(sid, '40\x1e42["message",1]\x1e42["message",2]');
    const packets = await io.pollPackets(sid, 4);
    assert.deepEqual(packets.slice(1), ['42["auth",{}]', '42["message-back",1]', '42["message-back",2]']);
  });

  test('an unknown event is ignored', async () => {
    const socket = await io.connect();
    socket.send('42["whatever"]');
    socket.send('42[7]');
    socket.send('42["message"]');
    assert.equal(await socket.nextPacket(), '42["message-back"]');
    socket.close();
  });
});

describe('acknowledgements', () => {
  test('carry the id and the arguments', async () => {
    const socket = await io.connect();
    socket.send('42456["message-with-ack",1,"2",{"3":[false]}]');
    assert.equal(await socket.nextPacket(), '43456[1,"2",{"3":[false]}]');
    socket.send('420["message-with-ack"]');
    assert.equal(await socket.nextPacket(), '430[]');
    socket.close();
  });

  test('carry attachments', async () => {
    const socket = await io.connect();
    socket.send(`452-789["message-with-ack",${placeholders}]`);
    socket.send(first);
    socket.send(second);
    assert.equal(await socket.nextPacket(), `462-789[${placeholders}]`);
    assert.deepEqual(await socket.nextPacket(), first);
    assert.deepEqual(await socket.nextPacket(), second);
    socket.close();
  });

  test('carry the namespace', async () => {
    const socket = await io.openWebSocket();
    socket.send('40/custom,');
    await socket.nextPacket();
    await socket.nextPacket();
    socket.send('42/custom,12["message-with-ack","a"]');
    assert.equal(await socket.nextPacket(), '43/custom,12["a"]');
    socket.close();
  });

  test('of the client, for what was never asked, do no harm', async () => {
    const socket = await io.connect();
    socket.send('4399[]');
    socket.send('461-5[{"_placeholder":true,"num":0}]');
    socket.send(first);
    socket.send('42["message"]');
    assert.equal(await socket.nextPacket(), '42["message-back"]');
    socket.close();
  });
});

describe('invalid packets close the connection', () => {
  const broken = [
    ['unknown type', '4abc'],
    ['no type', '4'],
    ['payload that is no array', '42{}'],
    ['empty array', '42[]'],
    ['no payload', '42'],
    ['broken JSON', '42["message",]'],
    ['JSON with more behind', '42["message"]]'],
    ['a name that is no name', '42[null,1]'],
    ['a name that is an object', '42[{"a":1}]'],
    ['a reserved name', '42["connect"]'],
    ['a reserved name in escapes', '42["disc\\u006fnnect"]'],
    ['an ack id that is none', '42abc["message-with-ack",1]'],
    ['a negative ack id', '42-1["message-with-ack",1]'],
    ['an ack id beyond numbers', '4299999999999999999["message-with-ack",1]'],
    ['an ack without an id', '43[]'],
    ['an ack without a payload', '431'],
    ['an ack with an object', '431{}'],
    ['DISCONNECT with a payload', '41{}'],
    ['CONNECT_ERROR from a client', '44{"message":"x"}'],
    ['no attachments', '450-["message"]'],
    ['no number of attachments', '45["message"]'],
    ['too many attachments', '4511-["message"]'],
    ['a fraction of attachments', '451.5-["message"]'],
    ['a namespace longer than any', `42/${'a'.repeat(300)},["message"]`],
    ['JSON deeper than any', `42["message",${'['.repeat(5000)}${']'.repeat(5000)}]`],
    ['a control character in JSON', '42["message","\u0001"]'],
  ];
  for (const [what, packet] of broken) {
    test(what, async () => {
      const socket = await io.connect();
      socket.send(packet);
      await closes(socket);
    });
  }

  test('text amid attachments', async () => {
    const socket = await io.connect();
    socket.send(`452-["message",${placeholders}]`);
    socket.send(first);
    socket.send('42["message"]');
    await closes(socket);
  });

  test('an attachment nobody announced', async () => {
    const socket = await io.connect();
    socket.send(first);
    await closes(socket);
  });

  test('attachments beyond the largest payload', async () => {
    const socket = await io.connect();
    socket.send(`452-["message",${placeholders}]`);
    socket.send(Buffer.alloc(900_000));
    socket.send(Buffer.alloc(900_000));
    await closes(socket);
  });

  test('more namespaces than any client needs do not pile up', async () => {
    const socket = await io.connect();
    for (let i = 0; i < 50; i++) socket.send(`40/n${i},`);
    for (let i = 0; i < 50; i++) assert.match(await socket.nextPacket(), /^44\/n/);
    socket.close();
  });
});

describe('upgrade', () => {
  test('a socket connected by polling goes on by websocket', async () => {
    const sid = await io.openPolling();
    await io.post(sid, '40');
    assert.equal((await io.pollPackets(sid, 2))[1], '42["auth",{}]');
    const socket = await io.websocket(`&sid=${sid}`);
    socket.send('2probe');
    assert.equal(await socket.next(), '3probe');
    socket.send('5');
    socket.send('42["message","over websocket"]');
    assert.equal(await socket.nextPacket(), '42["message-back","over websocket"]');
    socket.close();
  });
});

test('a reader that stalls is dropped, the others do not notice', async () => {
  const slow = await io.connect();
  const other = await io.connect();
  const big = `42["message","${'x'.repeat(200_000)}"]`;
  slow.pause();
  for (let i = 0; i < 100; i++) slow.send(big);
  other.send('42["message","quick"]');
  assert.equal(await other.nextPacket(), '42["message-back","quick"]');
  // It reads nothing, so only its writing can tell it.
  const writing = setInterval(() => slow.send('3'), 50);
  try {
    await closes(slow);
  } finally {
    clearInterval(writing);
  }
  other.close();
});
