// Rights that change act on open sockets before the next event, and who keeps a right misses nothing.
import assert from 'node:assert/strict';
import {after, afterEach, describe, test} from 'node:test';
import {Changer, allow, allowedAt, disallow, makeOpen, makePrivate} from '../support/rights.mjs';
import {bits, give, hide, newRole, putMember, putRole} from '../support/roles.mjs';
import {fence, joined, connect, settle} from '../support/sockets.mjs';
import {target} from '../support/target.mjs';
import {company, letIn, newServer, person, say} from '../support/world.mjs';

const changers = [];
function changerOf(serverId) {
    changers.push(new Changer(serverId));
    return changers.at(-1);
}

/** Company with another member, everybody joined: the owner hears all, `kept` keeps the right, `member` does not. */
async function cast() {
    const place = await company();
    const kept = await person('kept');
    await letIn(place.owner, place.serverId, kept);
    const peers = {owner: await joined(place.owner, place.serverId), kept: await joined(kept, place.serverId), member: await joined(place.member, place.serverId)};
    return {...place, kept, peers, changer: changerOf(place.serverId)};
}

const contents = (peer) => peer.all('new_message').map(({content}) => content);
const ids = (peer) => peer.all('new_message').map(({id}) => id);
const hears = (peer, message) => peer.wait('new_message', ({id}) => id === message.id);

/** Many messages, some on the way at once. */
async function burst(owner, path, count, width = 4) {
    let next = 0;
    await Promise.all(Array.from({length: width}, async () => {
        while (next < count) await say(owner, path, `burst ${(next += 1)}`);
    }));
}

describe('rights', {skip: !target.home && 'needs the database of the stack'}, () => {
    afterEach(settle);
    after(() => changers.forEach((changer) => changer.close()));

    test('a channel made private is not heard from the next message on by who is connected and may not, and by the others without a gap', async () => {
        const {owner, member, kept, path, channelId, peers, changer} = await cast();
        await say(owner, path, 'for all');
        await changer.change(makePrivate(channelId, kept));
        const secret = await say(owner, path, 'for some');
        await hears(peers.kept, secret);
        await hears(peers.owner, secret);
        await fence(peers.member, member);
        assert.deepEqual(contents(peers.member), ['for all']);
        assert.deepEqual(contents(peers.kept), ['for all', 'for some']);
        assert.equal(peers.member.socket.connected, true);
        for (const peer of Object.values(peers)) assert.deepEqual(peer.all('resync'), []);
    });

    test('a channel made visible is heard from the next message on', async () => {
        const {owner, kept, member, path, channelId, peers, changer} = await cast();
        await changer.change(makePrivate(channelId, kept));
        await hears(peers.kept, await say(owner, path, 'not yet'));
        await changer.change(allow(channelId, member), {userId: member.id});
        await hears(peers.member, await say(owner, path, 'now'));
        await changer.change(makeOpen(channelId));
        await hears(peers.member, await say(owner, path, 'and for all'));
        assert.deepEqual(contents(peers.member), ['now', 'and for all']);
        assert.deepEqual(contents(peers.kept), ['not yet', 'now', 'and for all']);
    });

    test('a role that is given and taken opens and closes what it allows', async () => {
        const {owner, member, serverId, path, channelId, peers, changer} = await cast();
        await changer.change(`${makePrivate(channelId)}; INSERT INTO roles (name) VALUES ('readers');
            INSERT INTO overwrites (channel_id, target_type, target_id, allow) SELECT ${channelId}, 'role', id, 1024 FROM roles WHERE name = 'readers'`);
        const give = `INSERT INTO member_roles SELECT ${member.id}, id FROM roles WHERE name = 'readers'`;
        const take = `DELETE FROM member_roles WHERE user_id = ${member.id}`;
        for (const [sql, content] of [[give, 'with'], [take, 'without'], [give, 'with again']]) {
            await changer.change(sql, {userId: member.id});
            await hears(peers.owner, await say(owner, path, content));
        }
        await changer.change(`UPDATE roles SET permissions = permissions | 8 WHERE name = 'readers'; DELETE FROM overwrites WHERE channel_id = ${channelId} AND target_type = 'role'
            AND target_id = (SELECT id FROM roles WHERE name = 'readers')`);
        await hears(peers.member, await say(owner, path, 'as administrator'));
        await fence(peers.member, member);
        assert.deepEqual(contents(peers.member), ['with', 'with again', 'as administrator']);
        assert.deepEqual(contents(peers.kept), []);
        await peers.member.askOk('leave_server', {serverId});
        await hears(peers.owner, await say(owner, path, 'left'));
        await fence(peers.member, member);
        assert.equal(contents(peers.member).length, 3);
    });

    test('in a burst, each message is heard by who was allowed when it was written, once and in order, and by nobody else', async () => {
        const {owner, kept, member, path, channelId, peers, changer} = await cast();
        const turns = [[await changer.change(makePrivate(channelId, kept)), false]];
        await hears(peers.kept, await say(owner, path, 'after the first turn'));
        const writing = burst(owner, path, 500);
        let done = false;
        writing.finally(() => (done = true)).catch(() => undefined);
        for (let allowed = true; !done || turns.length < 4; allowed = !allowed) {
            turns.push([await changer.change((allowed ? allow : disallow)(channelId, member), turns.length % 3 ? {userId: member.id} : {}), allowed]);
            // Heard by who keeps the right: pushd has been told by now what the change means.
            await hears(peers.kept, await say(owner, path, `after turn ${turns.length}`));
        }
        await writing;
        await hears(peers.kept, await say(owner, path, 'last'));
        await fence(peers.member, member);
        await fence(peers.kept, kept);
        const all = ids(peers.owner);
        assert.deepEqual(all, [...new Set(all)].sort((a, b) => a - b), 'the owner hears each once and in order');
        assert.ok(all.length > 500);
        assert.deepEqual(ids(peers.kept), all);
        assert.deepEqual(ids(peers.member), all.filter((id) => allowedAt(turns, id)));
        for (const peer of Object.values(peers)) assert.deepEqual(peer.all('resync'), []);
    });

    test('overwrites that are put and taken in a burst: who gains the channel hears of it first, who loses it hears of nothing after', async () => {
        const {owner, kept, member, path, channelId, serverId, peers} = await cast();
        await hide(owner, path);
        await owner.ok(...putMember(path, kept, bits('VIEW_CHANNEL')));
        await peers.owner.waitEntry(() => peers.owner.all('channel_updated').length === 2, 'two changes');
        const mark = peers.owner.mark();
        const writing = burst(owner, path, 300);
        let done = false;
        writing.finally(() => (done = true)).catch(() => undefined);
        for (let turn = 0; !done || turn < 4; turn += 1) {
            if (turn % 2) await owner.ok('deleteMemberOverwrite', {path: {...path, userId: member.id}});
            else await owner.ok(...putMember(path, member, bits('VIEW_CHANNEL')));
            await hears(peers.kept, await say(owner, path, `after turn ${turn}`));
        }
        await writing;
        await hears(peers.owner, await say(owner, path, 'last'));
        await hears(peers.kept, await say(owner, path, 'very last'));
        await fence(peers.owner, owner);
        await fence(peers.member, member);
        // The owner hears of each change where it stands among the messages.
        const expected = [];
        let allowed = false;
        for (const {event, data} of peers.owner.heard.slice(mark)) {
            if (event === 'channel_updated') allowed = !allowed;
            if (event === 'new_message' && allowed) expected.push(data.id);
        }
        assert.ok(expected.length > 20);
        const from = peers.member.heard.findIndex(({event}) => event === 'channel_deleted');
        const heard = peers.member.heard.slice(from);
        assert.deepEqual(heard.filter(({event}) => event === 'new_message').map(({data}) => data.id), expected);
        let visible = true;
        for (const {event, data} of heard) {
            if (event === 'channel_deleted') visible = false;
            if (event === 'channel_updated') visible = true;
            if (event === 'new_message') assert.ok(visible, `${data.content} between channel_deleted and channel_updated`);
        }
        assert.deepEqual(ids(peers.kept), ids(peers.owner));
        for (const peer of Object.values(peers)) assert.deepEqual(peer.all('resync'), []);
        const {channels} = await member.ok('listChannels', {path: {serverId}});
        assert.equal(channels.some(({id}) => id === channelId), visible);
    });

    test('a role that is given, taken, changed and deleted by the calls themselves acts at once', async () => {
        const {owner, kept, member, serverId, path, peers} = await cast();
        await hide(owner, path);
        const role = await newRole(owner, serverId, 'readers');
        await owner.ok(...putRole(path, role.id, bits('VIEW_CHANNEL')));
        await give(owner, serverId, kept, role.id);
        const steps = [
            ['not yet', () => undefined],
            ['given', () => give(owner, serverId, member, role.id)],
            ['taken', () => give(owner, serverId, member)],
            ['given again', () => give(owner, serverId, member, role.id)],
            ['hidden by the role', () => owner.ok(...putRole(path, role.id, '0', bits('VIEW_CHANNEL')))],
            ['administrator', () => owner.ok('updateRole', {path: {serverId, roleId: role.id}, body: {permissions: bits('ADMINISTRATOR')}})],
            ['deleted', () => owner.ok('deleteRole', {path: {serverId, roleId: role.id}})],
        ];
        for (const [content, step] of steps) {
            await step();
            await hears(peers.owner, await say(owner, path, content));
        }
        await fence(peers.member, member);
        await fence(peers.kept, kept);
        assert.deepEqual(contents(peers.member), ['given', 'given again', 'administrator']);
        assert.deepEqual(contents(peers.kept), ['not yet', 'given', 'taken', 'given again', 'administrator']);
    });

    test('rights changed faster than they can be asked for leak nothing; who may have missed something is told to fetch again', async () => {
        const {owner, kept, member, path, channelId, peers, changer} = await cast();
        const turns = [[await changer.change(makePrivate(channelId, kept)), false]];
        const writing = burst(owner, path, 500);
        let done = false;
        writing.finally(() => (done = true)).catch(() => undefined);
        for (let allowed = true; !done; allowed = !allowed) turns.push([await changer.change((allowed ? allow : disallow)(channelId, member)), allowed]);
        await writing;
        turns.push([await changer.change(disallow(channelId, member)), false]);
        await hears(peers.kept, await say(owner, path, 'last'));
        await hears(peers.owner, await say(owner, path, 'very last'));
        await fence(peers.member, member);
        await fence(peers.kept, kept);
        const heard = ids(peers.member);
        assert.deepEqual(heard.filter((id) => !allowedAt(turns, id)), [], 'heard without a right');
        const {messages} = await owner.ok('listMessages', {path, query: {limit: 100}});
        const all = [...messages];
        while (all.length < 502) all.unshift(...(await owner.ok('listMessages', {path, query: {limit: 100, before: all[0].id}})).messages);
        for (const peer of Object.values(peers)) {
            const got = ids(peer);
            assert.deepEqual(got, [...new Set(got)].sort((a, b) => a - b), 'once and in order');
            const mine = peer === peers.member ? all.filter(({id}) => allowedAt(turns, id)) : all;
            if (!peer.all('resync').length) assert.deepEqual(got, mine.map(({id}) => id), 'nothing missing without a resync');
        }
    });

    test('other servers and direct messages go on, and what a person hears of two places comes once', async () => {
        const {owner, member, kept, channelId, peers, changer} = await cast();
        const elsewhere = await newServer(owner);
        await letIn(owner, elsewhere.serverId, member);
        await peers.member.askOk('join_server', {serverId: elsewhere.serverId});
        for (let i = 0; i < 5; i += 1) {
            await Promise.all([changer.change((i % 2 ? makeOpen : makePrivate)(channelId, kept)), say(owner, elsewhere.path, `elsewhere ${i}`)]);
            await fence(peers.member, member);
        }
        assert.deepEqual(contents(peers.member), [0, 1, 2, 3, 4].map((i) => `elsewhere ${i}`));
    });

    test('who is kicked while rights are asked for hears of it and then nothing more', async () => {
        const {owner, member, serverId, path, channelId, kept, peers, changer} = await cast();
        for (let round = 0; round < 5; round += 1) {
            await Promise.all([changer.change(makePrivate(channelId, kept, member)), owner.ok('kickMember', {path: {serverId, userId: member.id}}), changer.recheck()]);
            await peers.member.wait('member_left', ({userId}) => userId === member.id, {from: peers.member.mark() - 1});
            const after = await say(owner, path, `after kick ${round}`);
            await hears(peers.kept, after);
            await fence(peers.member, member);
            assert.ok(!ids(peers.member).includes(after.id), `round ${round}`);
            await peers.member.askRefused('not_found', 'join_server', {serverId});
            await letIn(owner, serverId, member);
            await changer.change(makeOpen(channelId));
            await peers.member.askOk('join_server', {serverId});
            await hears(peers.member, await say(owner, path, `back ${round}`));
            peers.member.heard.length = 0;
        }
    });

    test('a join that races a change ends with the rooms of the change', async () => {
        const {owner, member, serverId, path, channelId, kept, changer} = await cast();
        for (let round = 0; round < 10; round += 1) {
            const peer = await connect(member);
            await Promise.all([
                peer.askOk('join_server', {serverId}),
                changer.change(round % 2 ? makeOpen(channelId) : makePrivate(channelId, kept)),
                changer.recheck({userId: member.id}),
                peer.askOk('join_server', {serverId}),
            ]);
            const message = await say(owner, path, `round ${round}`);
            if (round % 2) await hears(peer, message);
            await fence(peer, member);
            assert.equal(ids(peer).includes(message.id), round % 2 === 1, `round ${round}`);
            peer.close();
        }
    });
});
