// What the conformance tests say over and over.
import assert from 'node:assert/strict';
import { request } from 'node:http';

import { WebSocketClient } from './websocket.mjs';

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// The two paths of one server.
export class Endpoint {
  constructor(port, path) {
    this.port = port;
    this.path = path;
  }

  url(query) {
    return `http://127.0.0.1:${this.port}${this.path}?${query}`;
  }

  pollUrl(sid, more = '') {
    return this.url(`EIO=4&transport=polling&sid=${sid}${more}`);
  }

  async openPolling() {
    const response = await fetch(this.url('EIO=4&transport=polling'));
    assert.equal(response.status, 200);
    return JSON.parse((await response.text()).slice(1)).sid;
  }

  async poll(sid, options) {
    const response = await fetch(this.pollUrl(sid), options);
    return { status: response.status, body: await response.text(), headers: response.headers };
  }

  post(sid, body, options = {}) {
    return this.poll(sid, { method: 'POST', body, ...options });
  }

  // The next `count` packets, in as many answers as they take.
  async pollPackets(sid, count) {
    const packets = [];
    while (packets.length < count) packets.push(...(await this.poll(sid)).body.split('\x1e'));
    return packets;
  }

  // A held GET that can be cut off: its connection is its own.
  hold(sid) {
    const held = request(this.pollUrl(sid), { agent: false });
    held.on('error', () => {});
    held.end();
    return new Promise((resolve) => held.on('socket', (socket) => socket.on('connect', () => resolve(held))));
  }

  websocket(query = '', options) {
    return WebSocketClient.open(this.port, `${this.path}?EIO=4&transport=websocket${query}`, options);
  }

  // A websocket session past its open packet.
  async openWebSocket(options) {
    const socket = await this.websocket('', options);
    socket.handshake = JSON.parse((await socket.next()).slice(1));
    return socket;
  }

  // A websocket connected to the main namespace.
  async connect() {
    const socket = await this.openWebSocket();
    socket.send('40');
    assert.match(await socket.nextPacket(), /^40\{"sid":"/);
    assert.equal(await socket.nextPacket(), '42["auth",{}]');
    return socket;
  }

  // A polling session taken over by a websocket.
  async upgrade() {
    const sid = await this.openPolling();
    const socket = await this.websocket(`&sid=${sid}`);
    socket.send('2probe');
    assert.equal(await socket.next(), '3probe');
    socket.send('5');
    return { sid, socket };
  }
}

// Resolves when the server has closed the socket; fails when it does not within `ms`.
export async function closes(socket, ms = 15_000) {
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, ms, false)));
  const closed = await Promise.race([socket.closed.then(() => true), late]);
  clearTimeout(timer);
  assert.ok(closed, 'the server closes the websocket');
}
