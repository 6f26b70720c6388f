// Profiles: one's own, another's, the search.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {person, unique} from '../support/world.mjs';

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
