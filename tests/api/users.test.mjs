// Profiles: one's own, another's, the search.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {anyone, Client} from '../support/client.mjs';
import {target} from '../support/target.mjs';
import {anotherDevice, company, conversation, invite, letIn, newServer, person, say, unique, whisper} from '../support/world.mjs';

test('the profile keeps what is written to it', async () => {
    const client = await person();
    const change = {displayName: 'Ada ✨', bio: 'First\nSecond "line" \\ 日本', bannerColor: '#12abEF', customStatus: 'at work'};
    const {user} = await client.ok('updateMe', {body: change});
    assert.equal(user.displayName, change.displayName);
    assert.equal(user.bio, change.bio);
    assert.equal(user.bannerColor.toLowerCase(), '#12abef');
    assert.equal(user.customStatus, change.customStatus);
    assert.deepEqual((await client.ok('getMe')).user, user);
});

test('a field that is not sent stays, and null clears one', async () => {
    const client = await person();
    await client.ok('updateMe', {body: {bio: 'something', customStatus: 'busy'}});
    const {user} = await client.ok('updateMe', {body: {bio: null}});
    assert.equal(user.bio, null);
    assert.equal(user.customStatus, 'busy');
});

test('unknown fields are ignored, and those that may not be changed stay', async () => {
    const client = await person();
    const {user} = await client.ok('updateMe', {body: {id: 1, username: 'root', createdAt: 'x', nonsense: {deep: []}, bio: 'b'}});
    assert.equal(user.id, client.id);
    assert.equal(user.username, client.user.username);
    assert.equal(user.createdAt, client.user.createdAt);
});

test('every status can be chosen, away means idle, and anything else is refused', async () => {
    const client = await person();
    for (const [status, chosen] of [['idle', 'idle'], ['dnd', 'dnd'], ['invisible', 'invisible'], ['away', 'idle'], ['online', 'online']])
        assert.equal((await client.ok('updateMe', {body: {status}})).user.status, chosen);
    for (const status of ['offline', 'ONLINE', '', 'busy']) {
        const error = await client.refused('updateMe', 400, {body: {status}}, 'invalid_input');
        assert.deepEqual(Object.keys(error.fields), ['status']);
    }
});

test('another user is seen as offline without a socket, never as invisible', async () => {
    const [client, other] = await Promise.all([person(), person()]);
    await other.ok('updateMe', {body: {status: 'invisible'}});
    const {user} = await client.ok('getUser', {path: {userId: other.id}});
    assert.equal(user.status, 'offline');
    assert.equal(user.username, other.user.username);
});

test('a user who does not exist is not found', async () => {
    const client = await person();
    await client.refused('getUser', 404, {path: {userId: 9007199254740991}}, 'not_found');
});

test('the search finds by username and by display name, in any case and any script', async () => {
    const client = await person();
    const mark = unique('q').slice(2);
    const byName = await person(`find${mark}`);
    const byDisplay = await person('hidden', {displayName: `Élodie ${mark} 東京`});
    const found = async (query) => (await client.ok('searchUsers', {query: {query}})).users.map((user) => user.id);
    assert.deepEqual(await found(`FIND${mark.toUpperCase()}`), [byName.id]);
    assert.deepEqual(await found(`élodie ${mark}`), [byDisplay.id]);
    assert.deepEqual((await found(mark)).sort((a, b) => a - b), [byName.id, byDisplay.id]);
    assert.deepEqual(await found(unique('nothing')), []);
});

test('the search takes its wildcards literally', async () => {
    const client = await person();
    for (const query of ['%', '____________________', '\\', "'", '%%%', 'a\\_b']) {
        const {users} = await client.ok('searchUsers', {query: {query}});
        for (const user of users) assert.ok([user.username, user.displayName].some((name) => name.toLowerCase().includes(query)), `${query} found ${user.username}`);
    }
});

test('the search has a limit and needs a query', async () => {
    const client = await person();
    const mark = unique('many').slice(5);
    await Promise.all(Array.from({length: 3}, () => person(`m${mark}`)));
    assert.equal((await client.ok('searchUsers', {query: {query: mark, limit: 2}})).users.length, 2);
    const error = await client.refused('searchUsers', 400, {}, 'invalid_input');
    assert.deepEqual(Object.keys(error.fields), ['query']);
    await client.refused('searchUsers', 400, {query: {query: ''}}, 'invalid_input');
    await client.refused('searchUsers', 400, {query: {query: 'x'.repeat(65)}}, 'invalid_input');
});

const {serverPassword} = target;
const shownAs = ({username, displayName, avatarUrl}) => [username, displayName, avatarUrl];
const deleted = (id) => [`deleted-user-${id}`, 'Deleted user', null];

test('a deleted account cannot be used any more, by any of its tokens, and its name is free', async () => {
    const client = await person('gone', {password: 'a long password'});
    const device = await anotherDevice(client, {password: 'a long password'});
    const {username} = client.user;
    await client.ok('updateMe', {body: {bio: 'private', customStatus: 'here'}});
    assert.equal((await client.call('deleteMe', {body: {password: 'a long password'}})).status, 204);
    for (const one of [client, device]) {
        await one.refused('getMe', 401, {}, 'session_ended');
        await anyone.refused('refresh', 401, {body: {refreshToken: one.refreshToken}});
    }
    for (const body of [{username, password: 'a long password', serverPassword}, {username, serverPassword}, {username: `deleted-user-${client.id}`, serverPassword}])
        await anyone.refused('login', 401, {body}, 'wrong_credentials');
    const next = new Client(await anyone.ok('register', {body: {username, serverPassword}}));
    assert.notEqual(next.id, client.id);
    const {user} = await next.ok('getUser', {path: {userId: client.id}});
    assert.deepEqual([...shownAs(user), user.bio, user.customStatus, user.status], [...deleted(client.id), null, null, 'offline']);
    assert.deepEqual((await next.ok('searchUsers', {query: {query: username}})).users.map(({id}) => id), [next.id]);
    assert.deepEqual((await next.ok('searchUsers', {query: {query: `deleted-user-${client.id}`}})).users, []);
});

test('an account is deleted by whoever knows its password only', async () => {
    const client = await person('stays', {password: 'a long password'});
    for (const body of [{}, {password: null}, {password: ''}, {password: 'another one'}]) await client.refused('deleteMe', 401, {body}, 'wrong_credentials');
    assert.deepEqual(Object.keys((await client.refused('deleteMe', 400, {body: {password: 1}}, 'invalid_input')).fields), ['password']);
    const open = await person('open');
    await open.refused('deleteMe', 401, {body: {password: 'anything'}}, 'wrong_credentials');
    await Promise.all([client, open].map((one) => one.ok('getMe')));
    assert.equal((await open.call('deleteMe', {body: {}})).status, 204);
});

test('who owns a server must transfer or delete it first', async () => {
    const {owner, serverId} = await company();
    await owner.refused('deleteMe', 409, {body: {}}, 'owner_must_transfer');
    await owner.ok('getMe');
    assert.equal((await owner.ok('getServer', {path: {serverId}})).server.ownerId, owner.id);
});

test('messages of a deleted account stay, as a deleted user\'s, wherever it is or was', async () => {
    const {owner, member, outsider, serverId, path} = await company();
    const former = await newServer(owner, 'Left long ago');
    await letIn(owner, former.serverId, member);
    const places = [path, former.path];
    for (const place of places) await say(member, place, 'still here');
    await member.ok('leaveServer', {path: {serverId: former.serverId}});
    const {id: conversationId} = await conversation(member, outsider);
    await whisper(member, conversationId, 'still here');
    const {conversation: group} = await owner.ok('createConversation', {body: {userIds: [member.id, outsider.id]}});
    const {server: {memberCount}} = await owner.ok('getServer', {path: {serverId}});
    assert.equal((await member.call('deleteMe', {body: {}})).status, 204);

    for (const place of places) {
        const {messages: [message]} = await owner.ok('listMessages', {path: place});
        assert.deepEqual([message.content, message.author.id, ...shownAs(message.author)], ['still here', member.id, ...deleted(member.id)]);
    }
    const {messages: [message]} = await outsider.ok('listDirectMessages', {path: {conversationId}});
    assert.deepEqual([message.content, message.author.id, ...shownAs(message.author)], ['still here', member.id, ...deleted(member.id)]);
    const {members} = await owner.ok('listMembers', {path: {serverId}});
    assert.deepEqual(members.map(({user}) => user.id), [owner.id]);
    assert.equal((await owner.ok('getServer', {path: {serverId}})).server.memberCount, memberCount - 1);

    const {conversation: pair} = await outsider.ok('getConversation', {path: {conversationId}});
    assert.deepEqual(shownAs(pair.participants.find(({id}) => id === member.id)), deleted(member.id));
    await outsider.refused('createDirectMessage', 403, {path: {conversationId}, body: {content: 'x'}}, 'forbidden');
    await owner.refused('createConversation', 403, {body: {userId: member.id}}, 'forbidden');
    await owner.refused('createConversation', 403, {body: {userIds: [member.id, outsider.id]}}, 'forbidden');
    await whisper(outsider, group.id, 'the group goes on');
});

test('an account deleted while it joins and writes is out of everything afterwards', async () => {
    for (let round = 0; round < 3; round += 1) {
        const [owner, client] = [await person('owner'), await person('racer')];
        const place = await newServer(owner);
        const {code} = await invite(owner, place.serverId);
        const {id: conversationId} = await conversation(owner, client);
        const answers = await Promise.all([
            client.call('joinServer', {path: {inviteCode: code}}), client.call('deleteMe', {body: {}}), client.call('joinServer', {path: {inviteCode: code}}),
            client.call('createDirectMessage', {path: {conversationId}, body: {content: 'x'}}), client.call('updateMe', {body: {displayName: 'Lazarus'}}),
        ]);
        assert.equal(answers[1].status, 204);
        await client.refused('getMe', 401);
        const {members} = await owner.ok('listMembers', {path: {serverId: place.serverId}});
        assert.deepEqual(members.map(({user}) => user.id), [owner.id], answers.map(({status}) => status).join(' '));
        assert.deepEqual(shownAs((await owner.ok('getUser', {path: {userId: client.id}})).user), deleted(client.id));
        assert.equal((await owner.ok('getServer', {path: {serverId: place.serverId}})).server.memberCount, 1);
    }
});
