// Members: the list, leaving, kicking.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {company, invite, letIn, newServer, person, say} from '../support/world.mjs';

test('the members are those who joined, with their users', async () => {
    const {owner, member, serverId} = await company();
    const {members} = await member.ok('listMembers', {path: {serverId}});
    assert.deepEqual(members.map((one) => one.user.id).sort((a, b) => a - b), [owner.id, member.id].sort((a, b) => a - b));
    const one = members.find((each) => each.user.id === member.id);
    assert.equal(one.nickname, null);
    assert.equal(one.user.username, member.user.username);
});

test('the members come a page at a time, none twice and none left out', async () => {
    const owner = await person();
    const {serverId} = await newServer(owner);
    const people = await Promise.all(Array.from({length: 6}, () => person('page')));
    await letIn(owner, serverId, ...people);
    const everyone = [owner, ...people].map((client) => client.id).sort((a, b) => a - b);
    const seen = [];
    for (let after = 0; ; after = seen.at(-1)) {
        const {members} = await owner.ok('listMembers', {path: {serverId}, query: {limit: 3, ...(after ? {after} : {})}});
        assert.ok(members.length <= 3);
        if (!members.length) break;
        seen.push(...members.map((member) => member.user.id));
    }
    assert.deepEqual(seen, everyone);
    const before = (await owner.ok('listMembers', {path: {serverId}, query: {limit: 2, before: everyone[4]}})).members;
    assert.deepEqual(before.map((member) => member.user.id), everyone.slice(2, 4));
});

test('who leaves is gone at once and sees nothing any more', async () => {
    const {owner, member, serverId, channelId} = await company();
    const {status} = await member.call('leaveServer', {path: {serverId}});
    assert.equal(status, 204);
    await member.refused('getServer', 404, {path: {serverId}});
    await member.refused('listMessages', 404, {path: {serverId, channelId}});
    await member.refused('leaveServer', 404, {path: {serverId}});
    assert.deepEqual((await owner.ok('listMembers', {path: {serverId}})).members.map((one) => one.user.id), [owner.id]);
});

test('the owner cannot leave without a successor', async () => {
    const {owner, serverId} = await company();
    await owner.refused('leaveServer', 409, {path: {serverId}}, 'owner_must_transfer');
});

test('a kicked member sees nothing any more, and may come back by a new invite', async () => {
    const {owner, member, serverId, channelId, path} = await company();
    const message = await say(owner, path, 'before');
    const {status} = await owner.call('kickMember', {path: {serverId, userId: member.id}});
    assert.equal(status, 204);
    for (const [operationId, more] of [['getServer'], ['listChannels'], ['listMembers'], ['listMessages'], ['getMessage'], ['createMessage', {body: {content: 'x'}}], ['typeInChannel']])
        await member.refused(operationId, 404, {path: {serverId, channelId, messageId: message.id}, ...more});
    await owner.refused('kickMember', 404, {path: {serverId, userId: member.id}});
    await letIn(owner, serverId, member);
    assert.equal((await member.ok('listMessages', {path})).messages.length, 1);
});

test('nobody kicks without the right, nor the owner, nor a stranger', async () => {
    const {owner, member, outsider, serverId} = await company();
    const third = await person();
    await letIn(owner, serverId, third);
    await member.refused('kickMember', 403, {path: {serverId, userId: third.id}});
    await member.refused('kickMember', 403, {path: {serverId, userId: owner.id}});
    await owner.refused('kickMember', 403, {path: {serverId, userId: owner.id}});
    await owner.refused('kickMember', 404, {path: {serverId, userId: outsider.id}});
    await owner.refused('kickMember', 404, {path: {serverId, userId: 9007199254740991}});
    assert.equal((await owner.ok('listMembers', {path: {serverId}})).members.length, 3);
});

test('leaving, kicking and joining at once leave a whole membership or none', async () => {
    const {owner, serverId} = await company();
    const {code} = await invite(owner, serverId);
    const people = await Promise.all(Array.from({length: 5}, () => person('churn')));
    await letIn(owner, serverId, ...people);
    await Promise.all(people.flatMap((client) => [
        client.call('leaveServer', {path: {serverId}}),
        owner.call('kickMember', {path: {serverId, userId: client.id}}),
        client.call('joinServer', {path: {inviteCode: code}}),
    ]));
    const {members} = await owner.ok('listMembers', {path: {serverId}});
    const {memberCount} = (await owner.ok('getServer', {path: {serverId}})).server;
    assert.equal(memberCount, members.length);
    for (const client of people) {
        const inside = members.some((one) => one.user.id === client.id);
        const {status} = await client.call('listChannels', {path: {serverId}});
        assert.equal(status, inside ? 200 : 404);
        assert.equal((await client.ok('listServers')).servers.length, inside ? 1 : 0);
    }
});

const later = (ms) => new Date(Date.now() + ms).toISOString();
const hour = 3_600_000;

test('one member is who the list says', async () => {
    const {owner, member, outsider, serverId} = await company();
    const {members} = await owner.ok('listMembers', {path: {serverId}});
    const {member: one} = await owner.ok('getMember', {path: {serverId, userId: member.id}});
    assert.deepEqual(one, members.find(({user}) => user.id === member.id));
    assert.equal(one.timeoutUntil, null);
    await owner.refused('getMember', 404, {path: {serverId, userId: outsider.id}});
    await outsider.refused('getMember', 404, {path: {serverId, userId: member.id}});
});

test('a member chooses and clears their own nickname; messages keep the profile\'s name', async () => {
    const {member, serverId, path} = await company();
    const me = {path: {serverId, userId: member.id}};
    const {member: renamed} = await member.ok('updateMember', {...me, body: {nickname: '  Ünï <b>  '}});
    assert.equal(renamed.nickname, 'Ünï <b>');
    assert.equal((await say(member, path, 'x')).author.displayName, member.user.displayName);
    assert.equal((await member.ok('updateMember', {...me, body: {}})).member.nickname, 'Ünï <b>');
    assert.equal((await member.ok('updateMember', {...me, body: {nickname: null}})).member.nickname, null);
});

test('what of a member is to be changed is checked by name, and nothing is done when one part is wrong', async () => {
    const {owner, member, serverId} = await company();
    const path = {serverId, userId: member.id};
    for (const [body, field] of [
        [{nickname: ''}, 'nickname'], [{nickname: 'x'.repeat(33)}, 'nickname'], [{nickname: 1}, 'nickname'], [{roles: 'x'}, 'roles'],
        [{roles: ['1']}, 'roles'], [{roles: [0]}, 'roles'], [{roles: [9007199254740991]}, 'roles'], [{timeoutUntil: 'soon'}, 'timeoutUntil'],
        [{timeoutUntil: 5}, 'timeoutUntil'], [{timeoutUntil: later(28 * 24 * hour + 60_000)}, 'timeoutUntil'],
        [{nickname: 'not kept', timeoutUntil: '2026-02-30T00:00:00Z'}, 'timeoutUntil'], [{nickname: 'not kept', roles: [9007199254740991]}, 'roles'],
    ]) {
        const error = await owner.refused('updateMember', 400, {path, body}, 'invalid_input');
        assert.deepEqual(Object.keys(error.fields), [field]);
    }
    const {member: still} = await owner.ok('getMember', {path});
    assert.deepEqual([still.nickname, still.roles, still.timeoutUntil], [null, [], null]);
});

test('a member without rights changes nobody else, and of themselves the nickname alone', async () => {
    const {owner, member, outsider, serverId} = await company();
    const third = await person();
    await letIn(owner, serverId, third);
    for (const userId of [third.id, owner.id])
        for (const body of [{nickname: 'x'}, {roles: []}, {timeoutUntil: later(hour)}, {timeoutUntil: null}])
            await member.refused('updateMember', 403, {path: {serverId, userId}, body});
    for (const body of [{roles: []}, {timeoutUntil: null}, {nickname: 'x', timeoutUntil: null}]) await member.refused('updateMember', 403, {path: {serverId, userId: member.id}, body});
    await owner.refused('updateMember', 403, {path: {serverId, userId: owner.id}, body: {timeoutUntil: later(hour)}});
    await owner.refused('updateMember', 404, {path: {serverId, userId: outsider.id}, body: {nickname: 'x'}});
    await outsider.refused('updateMember', 404, {path: {serverId, userId: outsider.id}, body: {nickname: 'x'}});
    const {members} = await owner.ok('listMembers', {path: {serverId}});
    assert.deepEqual(members.map((one) => [one.nickname, one.timeoutUntil]), [[null, null], [null, null], [null, null]]);
});

test('who is timed out may read and nothing else, until it is lifted', async () => {
    const {owner, member, serverId, path} = await company();
    const mine = await say(member, path, 'mine');
    const target = {path: {serverId, userId: member.id}};
    const until = later(hour);
    const {member: silenced} = await owner.ok('updateMember', {...target, body: {timeoutUntil: until}});
    assert.equal(silenced.timeoutUntil, until);
    await member.ok('listMessages', {path});
    await member.ok('listChannels', {path});
    for (const [operationId, more] of [
        ['createMessage', {body: {content: 'x'}}], ['typeInChannel'], ['createInvite', {body: {}}], ['createChannel', {body: {name: 'x', type: 'text'}}],
        ['updateServer', {body: {name: 'x'}}], ['updateMember', {body: {nickname: 'x'}}], ['updateMember', {body: {timeoutUntil: null}}], ['kickMember'], ['listBans'], ['listAuditLog'],
    ]) await member.refused(operationId, 403, {path: {...path, userId: member.id, messageId: mine.id}, ...more});
    // Lifting by null, and by a time that is past.
    assert.equal((await owner.ok('updateMember', {...target, body: {timeoutUntil: null}})).member.timeoutUntil, null);
    await say(member, path, 'back');
    await owner.ok('updateMember', {...target, body: {timeoutUntil: later(hour)}});
    assert.equal((await owner.ok('updateMember', {...target, body: {timeoutUntil: later(-hour)}})).member.timeoutUntil, null);
    await say(member, path, 'back again');
});

test('a timeout runs out by itself', async () => {
    const {owner, member, serverId, path} = await company();
    const until = Date.now() + 1500;
    await owner.ok('updateMember', {path: {serverId, userId: member.id}, body: {timeoutUntil: new Date(until).toISOString()}});
    await member.refused('createMessage', 403, {path, body: {content: 'too early'}});
    while ((await member.ok('getMember', {path: {serverId, userId: member.id}})).member.timeoutUntil !== null) assert.ok(Date.now() < until + 10_000, 'still timed out');
    assert.ok(Date.now() >= until - 50, 'ended too early');
    await say(member, path, 'in time');
});

test('leaving and coming back is no way out of a timeout', async () => {
    const {owner, member, serverId, path} = await company();
    const target = {path: {serverId, userId: member.id}};
    const until = later(hour);
    await owner.ok('updateMember', {...target, body: {timeoutUntil: until, nickname: 'gone soon'}});
    await member.ok('leaveServer', {path: {serverId}});
    await letIn(owner, serverId, member);
    const {member: back} = await owner.ok('getMember', target);
    assert.deepEqual([back.timeoutUntil, back.nickname], [until, null]);
    await member.refused('createMessage', 403, {path, body: {content: 'x'}});
    await owner.ok('kickMember', target);
    await letIn(owner, serverId, member);
    await member.refused('createMessage', 403, {path, body: {content: 'x'}});
    await owner.ok('updateMember', {...target, body: {timeoutUntil: null}});
    await member.ok('leaveServer', {path: {serverId}});
    await letIn(owner, serverId, member);
    await say(member, path, 'free');
});
