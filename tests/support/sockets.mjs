// Stock socket.io-client, with a memory: every event is kept in the order in which it came and held against
// docs/asyncapi.yaml. Waiting is always for a condition, never for time to pass.
import assert from 'node:assert/strict';
import {io} from 'socket.io-client';
import {eventProblems} from './schema.mjs';
import {target} from './target.mjs';
import {conversation, person, whisper} from './world.mjs';

const peers = new Set();
const local = ['connect', 'connect_error', 'disconnect'];

export class Peer {
    constructor(token, options = {}) {
        this.heard = [];
        this.wrong = [];
        this.watching = new Set();
        this.socket = io(target.url, {auth: token === undefined ? {} : {token}, forceNew: true, reconnection: false, ...options});
        this.socket.onAny((event, ...args) => {
            const found = eventProblems(event, args[0]);
            if (args.length > 2 || (args.length === 2 && typeof args[1] !== 'string')) found.push(`arguments ${JSON.stringify(args)}`);
            if (found.length) this.wrong.push(`${event} ${JSON.stringify(args[0])}: ${found.join('; ')}`);
            this.take(event, args[0]);
        });
        for (const event of local) this.socket.on(event, (arg) => this.take(event, arg));
        peers.add(this);
    }

    take(event, data) {
        const entry = {event, data, at: Date.now()};
        this.heard.push(entry);
        for (const watch of [...this.watching]) watch(entry);
    }

    /** Everything heard under this name, oldest first. */
    all(event) {
        return this.heard.filter((entry) => entry.event === event).map((entry) => entry.data);
    }

    /** A place in the memory: `wait` from there on. */
    mark() {
        return this.heard.length;
    }

    /** The first entry that fits, whether it has come already (since `from`) or comes within the time. */
    waitEntry(fits, what, {from = 0, ms = 8000} = {}) {
        const past = this.heard.slice(from).find(fits);
        if (past) return Promise.resolve(past);
        return new Promise((resolve, reject) => {
            const stop = () => {
                clearTimeout(timer);
                this.watching.delete(watch);
            };
            const watch = (entry) => {
                if (!fits(entry)) return;
                stop();
                resolve(entry);
            };
            const timer = setTimeout(() => {
                stop();
                const heard = this.heard.map((entry) => `${entry.event} ${JSON.stringify(entry.data)?.slice(0, 160)}`).join('\n  ');
                reject(new Error(`no ${what} within ${ms} ms; heard:\n  ${heard}`));
            }, ms);
            this.watching.add(watch);
        });
    }

    /** The data of the first event of this name that fits. */
    async wait(event, fits = () => true, options) {
        return (await this.waitEntry((entry) => entry.event === event && fits(entry.data), `fitting ${event}`, options)).data;
    }

    /** Resolve once connected and authenticated. */
    async ready() {
        const entry = await this.waitEntry(({event}) => event === 'authenticated' || event === 'connect_error', 'authenticated');
        if (entry.event === 'connect_error') throw new Error(`refused: ${entry.data?.message} ${JSON.stringify(entry.data?.data)}`);
        return this;
    }

    /** Emit and give the acknowledgement, held against asyncapi.yaml. */
    async ask(event, ...args) {
        const answer = await this.socket.timeout(10_000).emitWithAck(event, ...args);
        assert.deepEqual(eventProblems(`${event}.ack`, answer), [], `ack of ${event} ${JSON.stringify(args)}: ${JSON.stringify(answer)}`);
        return answer;
    }

    async askOk(event, ...args) {
        const answer = await this.ask(event, ...args);
        assert.equal(answer.ok, true, `${event} ${JSON.stringify(args)} -> ${JSON.stringify(answer)}`);
        return answer;
    }

    /** Ask for something that must be refused with this code. */
    async askRefused(code, event, ...args) {
        const answer = await this.ask(event, ...args);
        assert.equal(answer.ok, false, `${event} ${JSON.stringify(args)} -> ${JSON.stringify(answer)}`);
        assert.equal(answer.code, code, `${event} ${JSON.stringify(args)} -> ${JSON.stringify(answer)}`);
        return answer;
    }

    close() {
        this.socket.disconnect();
    }
}

/** A connected and authenticated socket of `client`. */
export const connect = (client, options) => new Peer(client.token, options).ready();

/** A socket of `client` that has joined these servers. */
export async function joined(client, ...serverIds) {
    const peer = await connect(client);
    for (const serverId of serverIds) await peer.askOk('join_server', {serverId});
    return peer;
}

/** The error with which a connection is refused. */
export async function refusal(token, options) {
    const peer = new Peer(token, options);
    const entry = await peer.waitEntry(({event}) => event === 'authenticated' || event === 'connect_error', 'connect_error');
    peer.close();
    assert.equal(entry.event, 'connect_error', 'the connection was accepted');
    return entry.data;
}

let fenceWriter;
/** Wait until `peer`, a socket of `client`, has heard everything that was published before now in the durable lane. It is one
 * sequence, so what has not come by then does not come. */
export async function fence(peer, client) {
    fenceWriter ??= person('fence');
    const writer = await fenceWriter;
    const {id} = await conversation(writer, client);
    const sent = await whisper(writer, id, 'fence');
    await peer.wait('new_private_message', (message) => message.conversationId === id && message.id === sent.id);
}

/** The same for the volatile lane (typing, presence): the other participant of a new conversation types. */
export async function volatileFence(peer, client) {
    const writer = await person('fence');
    const {id} = await conversation(writer, client);
    await peer.askOk('join_conversation', {conversationId: id});
    await writer.ok('typeInConversation', {path: {conversationId: id}});
    await peer.wait('user_typing', (data) => data.conversationId === id);
}

/** After each test: close its sockets, and fail if one heard anything that asyncapi.yaml does not allow. */
export function settle() {
    const wrong = [...new Set([...peers].flatMap((peer) => peer.wrong))];
    for (const peer of peers) peer.close();
    peers.clear();
    assert.deepEqual(wrong, [], 'events against asyncapi.yaml');
}
