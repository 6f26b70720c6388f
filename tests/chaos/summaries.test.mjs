// The list of servers says what the servers say: unread and mention counts are the sums over the channels that each user sees, and permissions
// are his, after any storm of messages, reads, deletions and changes of rights at once, and with Redis killed in the middle of it.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {statementsOf} from '../support/log.mjs';
import {alive, service} from '../support/processes.mjs';
import {startStack} from '../support/stack.mjs';
import {aim, target} from '../support/target.mjs';
import {invite, newServer, person, say} from '../support/world.mjs';

const people = [];
const places = [];
let stack;

async function until(what, step, ms = 30_000) {
    const end = Date.now() + ms;
    for (let problem; ; ) {
        try {
            const value = await step();
            if (value) return value;
        } catch (error) {
            problem = error;
        }
        if (Date.now() > end) throw new Error(`${what}: not within ${ms} ms${problem ? `: ${problem.message}` : ''}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

const pick = (list) => list[Math.floor(Math.random() * list.length)];
const sum = (list, name) => list.reduce((total, one) => total + one[name], 0);

/** What the list says, and what the servers say, of one user. */
async function bothSides(client) {
    const {servers} = await client.ok('listServers');
    const listed = servers.map(({id, unreadCount, mentionCount, permissions}) => ({id, unreadCount, mentionCount, permissions}));
    const asked = [];
    for (const {id} of servers) {
        const {channels} = await client.ok('listChannels', {path: {serverId: id}});
        const {permissions} = (await client.ok('getServer', {path: {serverId: id}})).server;
        asked.push({id, unreadCount: sum(channels, 'unreadCount'), mentionCount: sum(channels, 'mentionCount'), permissions});
    }
    return {listed, asked};
}

async function agree(when) {
    for (const client of people) {
        // What Redis could not be told follows within a moment.
        await until(`${when}: the list of ${client.id} agrees`, async () => {
            const {listed, asked} = await bothSides(client);
            assert.deepEqual(listed, asked);
            return true;
        }, 5000);
        const {listed, asked} = await bothSides(client);
        assert.deepEqual(listed, asked, `${when}: and stays so`);
    }
}

/** One thing that somebody does; whether he may is not asked. */
async function act() {
    const place = pick(places);
    const who = pick(people);
    const {serverId, owner} = place;
    const channelId = pick(place.channels);
    const path = {serverId, channelId};
    const deny = Math.random() < 0.5 ? '1024' : '0';
    const written = place.written.filter((one) => one.channelId === channelId);
    const acts = [
        () => who.call('readChannel', {path, body: {messageId: pick(written)?.id ?? 1}}),
        () => who.call('deleteMessage', {path: {...path, messageId: pick(written)?.id ?? 1}}),
        () => owner.call('deleteMessage', {path: {...path, messageId: pick(written)?.id ?? 1}}),
        () => owner.call('deleteMessages', {path, body: {ids: [...new Set([pick(written)?.id ?? 1, pick(written)?.id ?? 2, 3, 4])]}}),
        () => who.call('updateMessage', {path: {...path, messageId: pick(written)?.id ?? 1}, body: {content: `now <@${pick(people).id}>`}}),
        () => who.call('listServers'),
        () => who.call('listServers'),
        () => owner.call('putMemberOverwrite', {path: {...path, userId: who.id}, body: {allow: '0', deny}}),
        () => owner.call('updateRole', {path: {serverId, roleId: place.everyone}, body: {permissions: Math.random() < 0.3 ? '2049' : '134144'}}),
        () => owner.call('createChannel', {path: {serverId}, body: {name: 'more', type: 'text'}}).then(({body}) => body.channel && place.channels.push(body.channel.id)),
        () => place.channels.length > 2 && owner.call('deleteChannel', {path: {serverId, channelId: place.channels.pop()}}),
        () => who.call('leaveServer', {path: {serverId}}).then(() => who.call('joinServer', {path: {inviteCode: place.code}})),
        () => owner.call('kickMember', {path: {serverId, userId: who.id}}).then(() => who.call('joinServer', {path: {inviteCode: place.code}})),
    ];
    const write = async () => {
        const content = pick(['plain', `hi <@${pick(people).id}>`, '@everyone look']);
        const {status, body} = await (Math.random() < 0.3 ? owner : who).call('createMessage', {path, body: {content}});
        if (status === 201) place.written.push({id: body.message.id, channelId});
    };
    await (Math.random() < 0.5 ? write() : pick(acts)());
}

async function storm(count, meanwhile) {
    let left = count;
    const walk = async () => {
        while (left-- > 0) await act();
    };
    await Promise.all([...Array.from({length: 8}, walk), meanwhile?.()]);
}

async function killRedis() {
    const {pid} = service(stack.home, 'redis');
    process.kill(pid, 'SIGKILL');
    await until('Redis is dead', () => !alive(pid));
}

before(async () => {
    stack = await startStack({});
    aim(stack);
    for (let i = 0; i < 5; i += 1) people.push(await person('storm'));
    for (const owner of people.slice(0, 3)) {
        const {serverId, channelId} = await newServer(owner);
        const {code} = await invite(owner, serverId);
        const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'second', type: 'text'}});
        const {roles} = await owner.ok('listRoles', {path: {serverId}});
        places.push({owner, serverId, code, everyone: roles.at(-1).id, channels: [channelId, channel.id], written: []});
        for (const client of people) await client.ok('joinServer', {path: {inviteCode: code}});
    }
});

after(async () => {
    assert.deepEqual((await stack?.stop()) ?? [], [], 'sanitizer');
});

test('a list of twenty servers costs no statement a server: after they were made, after a message in each, after others joined', async () => {
    const owner = await person();
    const made = [];
    for (let i = 0; i < 20; i += 1) made.push(await newServer(owner, `Many ${i}`));
    const seen = new Map();
    const statements = async (client) => {
        await client.ok('listServers');
        const before = seen.get(client.id) ?? 0;
        const all = await until('the log tells', () => {
            const found = statementsOf(stack.home, 'GET', '/api/servers', client.id);
            return found.length > before && found;
        });
        seen.set(client.id, all.length);
        return all.at(-1);
    };
    assert.ok((await statements(owner)) <= 4, 'after creation');
    const friend = await person();
    for (const {serverId} of made) await friend.ok('joinServer', {path: {inviteCode: (await invite(owner, serverId)).code}});
    assert.ok((await statements(friend)) <= 4, 'after joining');
    for (const {path} of made) await say(owner, path, 'hello');
    assert.ok((await statements(friend)) <= 4, 'after others wrote');
    const {servers} = await friend.ok('listServers');
    assert.deepEqual(servers.map((one) => one.unreadCount), Array(20).fill(1));
});

test('after a storm the list agrees with the servers', async () => {
    for (let i = 0; i < 3; i += 1) {
        await storm(150);
        await agree(`storm ${i}`);
    }
});

test('with Redis killed in the middle of the storm, too', async () => {
    for (let i = 0; i < 3; i += 1) {
        await storm(150, killRedis);
        await until('the instance is healthy', async () => (await fetch(`${target.url}/health`)).ok);
        await agree(`storm ${i} with Redis killed`);
        await storm(20);
        await agree(`and after it`);
    }
});
