// Connecting: transports, refusals, the end of a session, bad frames.
import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {anyone} from '../support/client.mjs';
import {workers, service} from '../support/processes.mjs';
import {Peer, connect, fence, joined, refusal, settle} from '../support/sockets.mjs';
import {target} from '../support/target.mjs';
import {canSign, inThePast, resigned} from '../support/tokens.mjs';
import {anotherDevice, company, person, say} from '../support/world.mjs';

afterEach(settle);

for (const [name, options] of [['polling only', {transports: ['polling']}], ['websocket only', {transports: ['websocket']}], ['the default', {}]]) {
    test(`${name}: connects, is authenticated, hears and is acknowledged`, async () => {
        const {owner, member, serverId, path} = await company();
        const peer = await connect(member, options);
        const [hello] = peer.all('authenticated');
        assert.equal(hello.user.id, member.id);
        assert.deepEqual(hello.servers, [serverId]);
        assert.equal((await peer.askOk('join_server', {serverId})).serverId, serverId);
        const message = await say(owner, path, 'hello');
        assert.equal((await peer.wait('new_message')).id, message.id);
        const {message: own} = await peer.askOk('send_message', {...path, content: 'hello back'});
        assert.equal((await peer.wait('new_message', ({id}) => id === own.id)).content, 'hello back');
    });
}

test('the default client begins with polling and upgrades, losing nothing on the way', async () => {
    const {owner, member, serverId, path} = await company();
    const peer = new Peer(member.token);
    const upgraded = new Promise((resolve) => peer.socket.io.once('open', () => {
        assert.equal(peer.socket.io.engine.transport.name, 'polling');
        peer.socket.io.engine.once('upgrade', (transport) => resolve(transport.name));
    }));
    await peer.ready();
    await peer.askOk('join_server', serverId);
    const sent = [];
    for (let i = 0; i < 20; i += 1) sent.push((await say(owner, path, `m${i}`)).id);
    assert.equal(await upgraded, 'websocket');
    await peer.wait('new_message', ({id}) => id === sent.at(-1));
    assert.deepEqual(peer.all('new_message').map(({id}) => id), sent);
});

test('20 sockets upgrade in the middle of a burst and hear each message once and in order', async () => {
    const {owner, member, serverId, path} = await company();
    const sockets = Array.from({length: 20}, () => new Peer(member.token));
    const joins = sockets.map(async (peer) => {
        await peer.ready();
        await peer.askOk('join_server', serverId);
    });
    const sent = [];
    let joining = true;
    const burst = (async () => {
        while (joining || sent.length < 30) sent.push((await say(owner, path, `m${sent.length}`)).id);
    })();
    await Promise.all(joins).finally(() => (joining = false));
    await burst;
    const last = (await say(owner, path, 'last')).id;
    for (const peer of sockets) {
        await peer.wait('new_message', ({id}) => id === last);
        const heard = peer.all('new_message').map(({id}) => id);
        assert.deepEqual(heard, [...sent, last].slice(-heard.length));
    }
});

for (const transports of [['polling'], ['websocket']]) {
    test(`${transports[0]}: a missing, bad or mangled token is refused with a code`, async () => {
        const {token} = await person();
        for (const [bad, codes] of [
            [undefined, ['token_missing']], ['', ['token_missing']], [null, ['token_missing']], [42, ['token_missing', 'token_invalid']], [{}, ['token_missing', 'token_invalid']],
            ['x', ['token_invalid']], [`${token}x`, ['token_invalid']], ['x'.repeat(10_000), ['token_invalid']],
        ]) {
            const error = await refusal(bad, {transports});
            assert.ok(error.message, 'a sentence');
            assert.ok(codes.includes(error.data?.code), `${JSON.stringify(bad)?.slice(0, 40)} -> ${JSON.stringify(error.data)}`);
        }
    });
}

test('a token that has expired is refused as such', {skip: !canSign && 'needs the key of the stack'}, async () => {
    const {token} = await person();
    assert.equal((await refusal(resigned(token, {exp: inThePast()}))).data.code, 'token_expired');
});

test('a token of a session that was logged out is refused', async () => {
    const client = await person();
    await client.ok('logout');
    assert.equal((await refusal(client.token)).data.code, 'session_ended');
});

test('logout tells every socket of the session, closes it, and leaves the other sessions alone', async () => {
    const client = await person();
    const elsewhere = await anotherDevice(client);
    const [one, two, other] = [await connect(client), await connect(client, {transports: ['polling']}), await connect(elsewhere)];
    await client.ok('logout');
    for (const peer of [one, two]) {
        assert.equal((await peer.wait('session_ended')).reason, 'logout');
        await peer.wait('disconnect');
        assert.equal(peer.socket.connected, false);
    }
    await fence(other, elsewhere);
    assert.deepEqual(other.all('session_ended'), []);
    assert.equal(other.socket.connected, true);
});

test('reuse of a refresh token closes the sockets of the session', async () => {
    const client = await person();
    const peer = await connect(client);
    await anyone.ok('refresh', {body: {refreshToken: client.refreshToken}});
    await anyone.refused('refresh', 401, {body: {refreshToken: client.refreshToken}});
    await peer.wait('session_ended');
    await peer.wait('disconnect');
});

test('a client that reconnects by itself is authenticated again and hears again', async () => {
    const {owner, member, serverId, path} = await company();
    const peer = await connect(member, {reconnection: true, reconnectionDelay: 50});
    const from = peer.mark();
    peer.socket.io.engine.close();
    await peer.wait('authenticated', undefined, {from});
    await peer.askOk('join_server', serverId);
    const message = await say(owner, path, 'again');
    await peer.wait('new_message', ({id}) => id === message.id);
});

test('who disconnects without a word is gone, and others are served', async () => {
    const {owner, member, serverId, path} = await company();
    const peer = await joined(owner, serverId);
    for (let i = 0; i < 10; i += 1) {
        const other = await connect(member, i % 2 ? {transports: ['polling']} : {});
        other.socket.io.engine.transport.close?.();
        other.socket.io.engine.close();
    }
    const message = await say(member, path, 'still here');
    await peer.wait('new_message', ({id}) => id === message.id);
});

/** A raw websocket of Engine.IO, once the server has said something. */
async function rawSocket() {
    const socket = new WebSocket(`${target.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    socket.binaryType = 'arraybuffer';
    const closed = new Promise((resolve) => socket.addEventListener('close', resolve));
    const told = new Promise((resolve) => {
        socket.addEventListener('message', resolve);
    });
    socket.addEventListener('error', () => {});
    await Promise.race([told, closed]);
    return {socket, closed};
}

const garbage = [
    '', '9', '4', '49', '4{', '40{', '40{"token":', '40[]', '40null', '40"x"', `40${'{"a":'.repeat(5000)}`, '42', '42[]', '42[1]', '42{}', '42["x"', '42[""]', '42[null]', '42["join_server",', '421e9["x"]',
    '42999999999999999999["join_server",1]', '42-1["join_server",1]', '43["x"]', '430[]', '44', '45-', '451-["x",{"_placeholder":true,"num":0}]', '4599999999999-["x"]', '46', '40/nope,', '42/nope,["x"]', '40/nope,{}',
    '41', '41/nope,', '2', '2probe', '3', '3probe', '5', '6', '0{"sid":"x"}', '1', 'x'.repeat(70_000), `42["${'x'.repeat(60_000)}"]`, `42${'['.repeat(30_000)}`, '42["join_server",{"serverId":"\\u0000"}]', '42["\\ud800"]', '\u0000', '4\u0000', '42["error",{}]', '42["connect"]', '42["disconnect"]', '42["__proto__",{}]', '42["authenticated",{}]',
];

test('garbage on a websocket ends at most that socket', async () => {
    const pid = target.home ? service(target.home, 'pushd').pid : 0;
    const {owner, member, serverId, path} = await company();
    const witness = await joined(owner, serverId);
    for (const before of [[], [`40${JSON.stringify({token: member.token})}`]])
        for (const frame of [...garbage, new Uint8Array([0xff, 0xfe, 0x00]), new Uint8Array(0), new Uint8Array(70_000)]) {
            const {socket, closed} = await rawSocket();
            for (const data of [...before, frame]) if (socket.readyState === WebSocket.OPEN) socket.send(data);
            socket.close();
            await closed;
        }
    const message = await say(member, path, 'alive');
    await witness.wait('new_message', ({id}) => id === message.id);
    if (pid) assert.equal(service(target.home, 'pushd').pid, pid, 'pushd died and was replaced');
});

test('garbage by polling is refused or ends at most that session', async () => {
    const pid = target.home ? service(target.home, 'pushd').pid : 0;
    const url = `${target.url}/socket.io/`;
    const queries = ['', '?EIO=4', '?transport=polling', '?EIO=3&transport=polling', '?EIO=4&transport=nope', '?EIO=4&transport=polling&sid=nope', '?EIO=x&transport=polling', `?EIO=4&transport=polling&sid=${'x'.repeat(3000)}`, '?EIO=4&transport=websocket', '?EIO=4&transport=polling&sid=', '?%00=%ff'];
    for (const query of queries)
        for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS']) {
            const response = await fetch(url + query, {method, body: ['POST', 'PUT'].includes(method) ? '40' : undefined, signal: AbortSignal.timeout(10_000)});
            const text = await response.text();
            assert.ok(response.status < 500, `${method} ${query} -> ${response.status}`);
            if (query === '?EIO=4&transport=polling&sid=nope' && method === 'GET') assert.equal(response.status, 400, text);
        }
    for (const body of [...garbage, '\x1e\x1e\x1e', '40\x1e40\x1e40', 'bAAAA', 'b***', 'x'.repeat(2 << 20)]) {
        const hello = await (await fetch(`${url}?EIO=4&transport=polling`)).text();
        const {sid} = JSON.parse(hello.slice(1));
        const response = await fetch(`${url}?EIO=4&transport=polling&sid=${sid}`, {method: 'POST', body, headers: {'content-type': 'text/plain;charset=UTF-8'}, signal: AbortSignal.timeout(10_000)}).catch(() => null);
        if (response) assert.ok(response.status < 500, `${body.slice(0, 40)} -> ${response.status}`);
    }
    const client = await person();
    await connect(client);
    if (pid) assert.equal(service(target.home, 'pushd').pid, pid, 'pushd died and was replaced');
});

test('a second poll at once, or a poll after the close, does no harm', async () => {
    const url = `${target.url}/socket.io/?EIO=4&transport=polling`;
    const {sid} = JSON.parse((await (await fetch(url)).text()).slice(1));
    const polls = await Promise.all(Array.from({length: 3}, async () => {
        const response = await fetch(`${url}&sid=${sid}`, {signal: AbortSignal.timeout(40_000)});
        return [response.status, await response.text()];
    }));
    assert.ok(polls.some(([status]) => status === 400), JSON.stringify(polls));
    assert.equal((await fetch(`${url}&sid=${sid}`)).status, 400);
    await connect(await person());
});

test('bad payloads of every emit are refused by acknowledgement, and the socket lives on', async () => {
    const client = await person();
    const peer = await connect(client);
    const noObject = [[], [null], ['x'], [[]], [true], [1.5], [-1]];
    const bad = [...noObject, [{}], [{serverId: 'x', channelId: 'x', conversationId: 'x', recipientId: 'x'}], [{serverId: null}], [{serverId: {}}], [{serverId: 9007199254740993}], [{serverId: 1, channelId: 1}], [Buffer.from('x')], [{a: 'x'.repeat(20_000)}], [1, 2, 3]];
    const cases = ['join_server', 'join_conversation', 'send_message', 'send_private_message', 'typing', 'no_such_event'].map((event) => [event, bad]);
    for (const [event, payloads] of [...cases, ['status_change', [...noObject, [{status: 5}], [{status: 'no such'}], [{status: null}]]]])
        for (const args of payloads) {
            const answer = await peer.socket.timeout(10_000).emitWithAck(event, ...args);
            assert.equal(answer?.ok, false, `${event} ${JSON.stringify(args).slice(0, 80)} -> ${JSON.stringify(answer)}`);
            assert.ok(answer.error && answer.code, JSON.stringify(answer));
        }
    assert.equal(peer.socket.connected, true);
    if (target.home) assert.ok(workers(target.home).length > 0);
    await client.ok('getMe');
});
