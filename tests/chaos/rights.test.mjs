// Rights change while workers, or Redis, are away: what came after the change waits, and is told to those who may hear it;
// when that takes too long, or is too much, nobody hears what he may not, and all fetch again.
import assert from 'node:assert/strict';
import {after, afterEach, before, test} from 'node:test';
import {redisSend} from '../support/database.mjs';
import {service, workers} from '../support/processes.mjs';
import {Changer, allow, makeOpen, makePrivate} from '../support/rights.mjs';
import {logged, until} from '../support/logs.mjs';
import {connect, fence, joined, settle} from '../support/sockets.mjs';
import {startStack} from '../support/stack.mjs';
import {aim, target} from '../support/target.mjs';
import {company, letIn, newServer, person, say} from '../support/world.mjs';

let stack;
const changers = [];
const long = {ms: 40_000};

before(async () => {
    stack = await startStack({WORKERS: '2'});
    aim(stack);
});
afterEach(settle);
after(async () => {
    changers.forEach((changer) => changer.close());
    assert.deepEqual(await stack.stop(), []);
});

/** A server with a private channel: `kept` may see it, `member` may until he is shut out; both are there, and so is an outsider. */
async function cast() {
    const place = await company();
    const kept = await person('kept');
    await letIn(place.owner, place.serverId, kept);
    const {channel} = await place.owner.ok('createChannel', {path: {serverId: place.serverId}, body: {name: 'private', type: 'text'}});
    const changer = new Changer(place.serverId);
    changers.push(changer);
    await changer.change(makePrivate(channel.id, kept, place.member));
    const path = {serverId: place.serverId, channelId: channel.id};
    const template = await say(place.owner, path, 'template');
    const peers = {kept: await joined(kept, place.serverId), member: await joined(place.member, place.serverId)};
    const shutOut = () => changer.change(makeOpen(channel.id) + '; ' + makePrivate(channel.id, kept));
    /** As a worker tells of a message, while there is none to do it. */
    const tell = (room, content, padding = '') =>
        redisSend('XADD', 'ohkay:events', '*', 'event', 'new_message', 'rooms', room, 'data', JSON.stringify({...template, content}).replace(/}$/, `${padding}}`));
    return {...place, kept, changer, peers, shutOut, tell, path, general: place.path, rooms: {server: `server:${place.serverId}`, channel: `channel:${place.serverId}:${channel.id}`}};
}

const contents = (peer, from = 0) => peer.heard.slice(from).filter(({event}) => event === 'new_message').map(({data}) => data.content);
const stop = () => {
    const pids = workers(target.home).map(({pid}) => pid);
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    return {go: () => pids.forEach((pid) => process.kill(pid, 'SIGCONT')), kill: () => pids.forEach((pid) => process.kill(pid, 'SIGKILL'))};
};

/** While no worker answers: shut the member out, and three events that wait. */
async function heldBack({shutOut, tell, rooms}) {
    await shutOut();
    await tell(rooms.server, 'for all');
    await tell(rooms.channel, 'for those who may');
    await tell(rooms.server, 'for all again');
}

for (const [name, end] of [['stopped', 'go'], ['killed', 'kill']]) {
    test(`workers are ${name} while a right is in question: what came meanwhile waits, then reaches who may hear it, once and in order`, async () => {
        const scene = await cast();
        const {owner, member, kept, peers, path, general} = scene;
        const elsewhere = await newServer(owner);
        await letIn(owner, elsewhere.serverId, member);
        await peers.member.askOk('join_server', {serverId: elsewhere.serverId});
        const halted = stop();
        try {
            await heldBack(scene);
            // Other servers do not wait: when this has come, the three would have come, too.
            await scene.tell(`server:${elsewhere.serverId}`, 'elsewhere');
            await peers.member.wait('new_message', ({content}) => content === 'elsewhere');
            assert.deepEqual(contents(peers.member), ['elsewhere']);
            assert.deepEqual(contents(peers.kept), []);
        } finally {
            halted[end]();
        }
        await peers.kept.wait('new_message', ({content}) => content === 'for all again', long);
        await peers.member.wait('new_message', ({content}) => content === 'for all again', long);
        await say(owner, path, 'secret');
        await say(owner, general, 'public');
        for (const [peer, client] of [[peers.member, member], [peers.kept, kept]]) await fence(peer, client);
        assert.deepEqual(contents(peers.member), ['elsewhere', 'for all', 'for all again', 'public']);
        assert.deepEqual(contents(peers.kept), ['for all', 'for those who may', 'for all again', 'secret', 'public']);
        for (const peer of Object.values(peers)) assert.deepEqual(peer.all('resync'), []);
    });
}

test('joins that come while a right is in question wait for the answer', async () => {
    const scene = await cast();
    const {owner, member, serverId, path, general} = scene;
    const late = await connect(member);
    const halted = stop();
    let joining;
    try {
        await heldBack(scene);
        joining = late.askOk('join_server', {serverId});
    } finally {
        halted.go();
    }
    await joining;
    await say(owner, path, 'secret');
    await say(owner, general, 'public');
    await fence(late, member);
    assert.ok(!contents(late).includes('secret') && !contents(late).includes('for those who may'));
    assert.ok(contents(late).includes('public'));
});

for (const [name, reason] of [['longer than is waited for', 'too long'], ['more than is kept', 'too much']]) {
    test(`${name}: who is in question hears nothing private, everybody fetches again, and in the end all is right`, async () => {
        const scene = await cast();
        const {owner, member, kept, peers, path, general} = scene;
        const halted = stop();
        try {
            await heldBack(scene);
            if (reason === 'too much') for (let i = 0; i < 3; i += 1) await scene.tell(scene.rooms.channel, `large ${i}`, ' '.repeat(500_000));
            await peers.kept.wait('resync', () => true, long);
            await peers.member.wait('resync', () => true, long);
            await scene.tell(scene.rooms.channel, 'nobody knows who may');
            await scene.tell(scene.rooms.server, 'known to be for all');
            await peers.member.wait('new_message', ({content}) => content === 'known to be for all');
            await peers.kept.wait('new_message', ({content}) => content === 'known to be for all');
            for (const peer of Object.values(peers)) assert.deepEqual(contents(peer), ['for all', 'for all again', 'known to be for all']);
        } finally {
            halted.go();
        }
        for (const peer of Object.values(peers)) await peer.waitEntry(() => peer.all('resync').length === 2, 'second resync', long);
        const secret = await say(owner, path, 'secret');
        await say(owner, general, 'public');
        await peers.kept.wait('new_message', ({id}) => id === secret.id);
        for (const [peer, client] of [[peers.member, member], [peers.kept, kept]]) await fence(peer, client);
        assert.ok(!contents(peers.member).includes('secret'));
        assert.ok(contents(peers.member).includes('public'));
        for (const peer of Object.values(peers)) assert.equal(peer.socket.connected, true);
    });
}

test('Redis is restarted while a right is in question: all fetch again, and the rooms are right', async () => {
    const scene = await cast();
    const {owner, member, kept, peers, path, general} = scene;
    const halted = stop();
    try {
        await heldBack(scene);
        process.kill(service(target.home, 'redis').pid, 'SIGKILL');
        await peers.kept.wait('resync', () => true, long);
        await peers.member.wait('resync', () => true, long);
    } finally {
        halted.go();
    }
    // Once for what was held, once for the gap, and once when it is known what they may hear.
    for (const peer of Object.values(peers)) await peer.waitEntry(() => peer.all('resync').length >= 3, 'resync by the answer', long);
    for (let i = 0; i < 40 && !contents(peers.kept).includes('secret'); i += 1) {
        await say(owner, path, 'secret');
        await fence(peers.kept, kept);
    }
    assert.ok(contents(peers.kept).includes('secret'));
    await say(owner, general, 'public');
    for (const [peer, client] of [[peers.member, member], [peers.kept, kept]]) await fence(peer, client);
    assert.ok(!contents(peers.member).includes('secret') && !contents(peers.member).includes('for those who may'));
    assert.ok(contents(peers.member).includes('public'));
});

test('who is kicked while a right is in question hears what was before, and nothing after', async () => {
    const scene = await cast();
    const {owner, member, kept, serverId, peers, general, tell, rooms} = scene;
    const halted = stop();
    let kick;
    try {
        await scene.shutOut();
        await tell(rooms.server, 'before the kick');
        kick = owner.ok('kickMember', {path: {serverId, userId: member.id}});
    } finally {
        halted.go();
    }
    await kick;
    await peers.member.wait('member_left');
    await say(owner, general, 'after the kick');
    await fence(peers.member, member);
    await fence(peers.kept, kept);
    assert.ok(!contents(peers.member).includes('after the kick'));
    assert.deepEqual(contents(peers.kept), ['before the kick', 'after the kick']);
});

/** How often workers were asked by this method and route, as their log says. */
const asked = (method, route) => logged('cgi').filter((line) => line.includes(`method=${method} route=${route} `)).length;

test('a thousand sockets of many members in a server cost one question', async () => {
    const {owner, serverId, path, changer, kept, peers, rooms, tell} = await cast();
    const people = await Promise.all(Array.from({length: 20}, () => person('many')));
    await letIn(owner, serverId, ...people);
    const crowd = [];
    const route = '/internal/servers/{serverId}/rooms', joins = asked('GET', route);
    for (let i = 0; i < 50; i += 1) crowd.push(...(await Promise.all(people.map((client) => connect(client, {transports: ['websocket']})))));
    for (let i = 0; i < crowd.length; i += 50) await Promise.all(crowd.slice(i, i + 50).map((peer) => peer.askOk('join_server', {serverId})));
    // Workers write their log a moment later.
    await until(() => asked('GET', route) - joins === crowd.length);
    const [questions, single] = [asked('POST', route), asked('GET', route)];
    await changer.change(allow(path.channelId, people[0]));
    await tell(rooms.channel, 'for one of them');
    await tell(rooms.server, 'for all');
    await Promise.all(crowd.map((peer) => peer.wait('new_message', ({content}) => content === 'for all', long)));
    crowd.forEach((peer, i) => assert.deepEqual(contents(peer), i % 20 === 0 ? ['for one of them', 'for all'] : ['for all']));
    await fence(peers.kept, kept);
    await until(() => asked('POST', route) > questions);
    assert.equal(logged('pushd').filter((line) => line.includes(`rights_asked`) && line.includes(`server=${serverId} users=22`)).length, 1);
    assert.deepEqual([asked('POST', route) - questions, asked('GET', route) - single], [1, 0]);
});
