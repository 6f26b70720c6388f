// A WebSocket client (RFC 6455) small enough to be read, which can also misbehave: the tests need to
// send what a well-behaved library would not.
import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

function encodeFrame(opcode, payload, fin) {
  const head = [(fin ? 0x80 : 0) | opcode];
  const mask = randomBytes(4);
  let length;
  if (payload.length < 126) {
    head.push(0x80 | payload.length);
    length = Buffer.alloc(0);
  } else if (payload.length < 65536) {
    head.push(0x80 | 126);
    length = Buffer.alloc(2);
    length.writeUInt16BE(payload.length);
  } else {
    head.push(0x80 | 127);
    length = Buffer.alloc(8);
    length.writeBigUInt64BE(BigInt(payload.length));
  }
  const masked = Buffer.from(payload);
  for (let i = 0; i < masked.length; i++) masked[i] ^= mask[i & 3];
  return Buffer.concat([Buffer.from(head), length, mask, masked]);
}

// A first-in first-out of values that can be awaited, also by name of what is missing.
class Inbox {
  #values = [];
  #waiting = [];
  #ended = null;

  push(value) {
    const next = this.#waiting.shift();
    if (next) next.resolve(value);
    else this.#values.push(value);
  }

  end(error) {
    this.#ended = error;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }

  next() {
    if (this.#values.length > 0) return Promise.resolve(this.#values.shift());
    if (this.#ended) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }
}

export class WebSocketClient {
  #socket;
  #buffer = Buffer.alloc(0);
  #inbox = new Inbox();
  #pieces = [];
  #opcode = 0;
  code = null; // status of the close frame, when one came

  // Open a websocket, or throw an error with the `status` of the HTTP answer.
  static async open(port, path, { headers = {}, socketPath } = {}) {
    const client = new WebSocketClient();
    await client.#open(port, path, headers, socketPath);
    return client;
  }

  async #open(port, path, headers, socketPath) {
    const key = randomBytes(16).toString('base64');
    this.#socket = connect(socketPath ? { path: socketPath } : { port, host: '127.0.0.1' });
    this.#socket.setNoDelay(true);
    this.closed = new Promise((resolve) => this.#socket.once('close', resolve));
    this.#socket.on('error', () => {});
    const lines = [
      `GET ${path} HTTP/1.1`,
      'Host: localhost',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${key}`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ];
    this.#socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    await this.#readHandshake(key);
    this.#socket.on('data', (chunk) => this.#onData(chunk));
    this.#onData(Buffer.alloc(0));
    this.closed.then(() => this.#inbox.end(new Error('the websocket is closed')));
  }

  #readHandshake(key) {
    return new Promise((resolve, reject) => {
      const onData = (chunk) => {
        this.#buffer = Buffer.concat([this.#buffer, chunk]);
        const end = this.#buffer.indexOf('\r\n\r\n');
        if (end < 0) return;
        const head = this.#buffer.subarray(0, end).toString();
        const status = Number(head.split(' ')[1]);
        this.#socket.off('data', onData);
        this.#buffer = this.#buffer.subarray(end + 4);
        const accept = createHash('sha1').update(key + GUID).digest('base64');
        if (status === 101 && head.includes(accept)) resolve();
        else reject(Object.assign(new Error(`refused: ${head}`), { status, body: this.#buffer.toString() }));
      };
      this.#socket.on('data', onData);
      this.closed.then(() => reject(Object.assign(new Error('closed amid the handshake'), { status: 0 })));
    });
  }

  #onData(chunk) {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (let frame; (frame = this.#takeFrame()); ) this.#onFrame(frame);
  }

  #takeFrame() {
    const b = this.#buffer;
    if (b.length < 2) return null;
    let length = b[1] & 0x7f;
    let at = 2;
    if (length === 126) {
      if (b.length < 4) return null;
      length = b.readUInt16BE(2);
      at = 4;
    } else if (length === 127) {
      if (b.length < 10) return null;
      length = Number(b.readBigUInt64BE(2));
      at = 10;
    }
    if (b[1] & 0x80) throw new Error('a server must not mask');
    if (b.length < at + length) return null;
    this.#buffer = b.subarray(at + length);
    return { fin: (b[0] & 0x80) !== 0, opcode: b[0] & 0x0f, payload: b.subarray(at, at + length) };
  }

  #onFrame({ fin, opcode, payload }) {
    if (opcode === PING) {
      this.#socket.write(encodeFrame(PONG, payload, true));
    } else if (opcode === CLOSE) {
      this.code = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
      this.#socket.end(encodeFrame(CLOSE, payload, true));
    } else if (opcode !== PONG) {
      if (opcode !== 0) this.#opcode = opcode;
      this.#pieces.push(payload);
      if (!fin) return;
      const message = Buffer.concat(this.#pieces.splice(0));
      this.#inbox.push(this.#opcode === TEXT ? message.toString() : message);
    }
  }

  // Send one message, cut into `pieces` frames.
  send(data, { pieces = 1 } = {}) {
    let opcode = typeof data === 'string' ? TEXT : BINARY;
    const payload = Buffer.from(data);
    const size = Math.ceil(payload.length / pieces) || 1;
    for (let at = 0; at === 0 || at < payload.length; at += size) {
      this.sendFrame(opcode, payload.subarray(at, at + size), at + size >= payload.length);
      opcode = 0;
    }
  }

  sendFrame(opcode, payload, fin = true) {
    this.#socket.write(encodeFrame(opcode, Buffer.from(payload), fin));
  }

  // The next message: a string, or a Buffer when binary.
  next() {
    return this.#inbox.next();
  }

  // The next message that is no Engine.IO ping; pings are answered.
  async nextPacket() {
    for (;;) {
      const message = await this.next();
      if (message !== '2') return message;
      this.send('3');
    }
  }

  resume() {
    this.#socket.resume();
  }

  pause() {
    this.#socket.pause();
  }

  close() {
    this.#socket.end(encodeFrame(CLOSE, Buffer.from([0x03, 0xe8]), true));
  }

  // Vanish with a TCP reset.
  reset() {
    this.#socket.resetAndDestroy();
  }
}
