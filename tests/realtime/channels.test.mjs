// Who hears of channels, roles and overwrites: those who may see what it is about, and from the very moment on.
import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {bits, everyoneOf, give, hide, newRole, putMember, putRole} from '../support/roles.mjs';
import {fence, joined, settle} from '../support/sockets.mjs';
import {company, letIn, person, say} from '../support/world.mjs';

afterEach(settle);

/** Company with a friend; everybody has joined. `make` gives a channel. */
async function cast() {
    const place = await company();
    const {owner, serverId} = place;
    const friend = await person('friend');
    await letIn(owner, serverId, friend);
    const peers = {owner: await joined(owner, serverId), friend: await joined(friend, serverId), member: await joined(place.member, serverId)};
    const make = async (name, more = {}) => (await owner.ok('createChannel', {path: {serverId}, body: {name, type: 'text', ...more}})).channel;
    return {...place, friend, peers, make};
}

const about = (channelId) => ({channel, channelId: id}) => (channel?.id ?? id) === channelId;
const names = (peer, from) => peer.heard.slice(from).map(({event}) => event);

test('channel_updated, channels_reordered and channel_deleted reach the members', async () => {
    const {owner, serverId, channelId, path, peers} = await cast();
    const {channel} = await owner.ok('updateChannel', {path, body: {name: 'lobby', topic: 't'}});
    const {permissions, ...shown} = channel;
    assert.ok(permissions);
    assert.deepEqual(await peers.member.wait('channel_updated'), {serverId, channel: shown});
    await owner.ok('reorderChannels', {path: {serverId}, body: [{id: channelId, position: 4, parentId: null}]});
    assert.deepEqual(await peers.member.wait('channels_reordered'), {serverId, channels: [{id: channelId, position: 4, parentId: null}]});
    await owner.ok('deleteChannel', {path});
    assert.deepEqual(await peers.member.wait('channel_deleted'), {serverId, channelId});
});

test('of a deleted category those who see its channels hear where they are now', async () => {
    const {owner, member, serverId, peers, make} = await cast();
    const category = await make('C', {type: 'category'});
    const [open, secret] = [await make('open', {parentId: category.id}), await make('secret', {parentId: category.id})];
    await hide(owner, {serverId, channelId: secret.id});
    await owner.ok('deleteChannel', {path: {serverId, channelId: category.id}});
    await peers.owner.wait('channels_reordered', ({channels}) => channels[0].id === secret.id);
    const places = (peer) => peer.all('channels_reordered').flatMap(({channels}) => channels);
    await fence(peers.member, member);
    assert.deepEqual(places(peers.member), [{id: open.id, position: open.position, parentId: null}]);
    assert.deepEqual(places(peers.owner).map(({id}) => id).sort(), [open.id, secret.id].sort());
});

test('who loses sight of a channel hears that it is gone, then nothing of it; the others hear it changed and miss nothing', async () => {
    const {owner, member, friend, serverId, channelId, path, peers} = await cast();
    await owner.ok(...putMember(path, friend, bits('VIEW_CHANNEL')));
    await peers.member.wait('channel_updated');
    const mark = peers.member.mark();
    await hide(owner, path);
    const secret = await say(owner, path, 'secret');
    await peers.friend.wait('new_message', ({id}) => id === secret.id);
    await owner.ok('updateChannel', {path, body: {topic: 'secret'}});
    await peers.friend.wait('channel_updated', ({channel}) => channel.topic === 'secret');
    await owner.ok('reorderChannels', {path: {serverId}, body: [{id: channelId, position: 8}]});
    await peers.friend.wait('channels_reordered');
    await fence(peers.member, member);
    const heard = peers.member.heard.slice(mark).filter(({event}) => event.startsWith('channel'));
    assert.deepEqual(heard.map(({event, data}) => [event, data]), [['channel_deleted', {serverId, channelId}]]);
    assert.deepEqual(peers.member.all('new_message'), []);
    assert.deepEqual(peers.friend.all('channel_deleted'), []);
    assert.deepEqual(peers.owner.all('channel_deleted'), []);
    await owner.ok('deleteChannel', {path});
    await peers.friend.wait('channel_deleted');
    await fence(peers.member, member);
    assert.equal(peers.member.all('channel_deleted').length, 1);
});

test('who gains sight of a channel hears of it and of the next message, without a reconnect', async () => {
    const {owner, member, path, channelId, peers} = await cast();
    await hide(owner, path);
    await peers.member.wait('channel_deleted', about(channelId));
    await say(owner, path, 'not yet');
    await owner.ok(...putMember(path, member, bits('VIEW_CHANNEL')));
    await peers.member.wait('channel_updated', about(channelId));
    const message = await say(owner, path, 'now');
    await peers.member.wait('new_message', ({id}) => id === message.id);
    await owner.ok('deleteMemberOverwrite', {path: {...path, userId: member.id}});
    await peers.member.waitEntry(({event}) => event === 'channel_deleted', 'second channel_deleted', {from: peers.member.heard.findLastIndex(({event}) => event === 'new_message')});
    await say(owner, path, 'no more');
    await fence(peers.member, member);
    assert.deepEqual(peers.member.all('new_message').map(({content}) => content), ['now']);
});

test('a channel made in a private category is told only to those who see the category', async () => {
    const {owner, member, friend, serverId, peers, make} = await cast();
    const category = await make('Staff', {type: 'category'});
    await hide(owner, {serverId, channelId: category.id});
    await owner.ok(...putMember({serverId, channelId: category.id}, friend, bits('VIEW_CHANNEL')));
    const inside = await make('inside', {parentId: category.id});
    await peers.friend.wait('channel_created', about(inside.id));
    const message = await say(owner, {serverId, channelId: inside.id}, 'staff only');
    await peers.friend.wait('new_message', ({id}) => id === message.id);
    await fence(peers.member, member);
    assert.ok(!peers.member.all('channel_created').some(about(inside.id)));
    assert.deepEqual(peers.member.all('new_message'), []);
});

test('roles are told to all members, and what they open and close acts on the next message', async () => {
    const {owner, member, friend, serverId, path, peers} = await cast();
    const role = await newRole(owner, serverId, 'r');
    assert.deepEqual(await peers.member.wait('role_created'), {serverId, role});
    assert.deepEqual(await peers.member.wait('roles_reordered'), {serverId, roles: [{id: role.id, position: 1}]});
    const {role: renamed} = await owner.ok('updateRole', {path: {serverId, roleId: role.id}, body: {name: 's'}});
    assert.deepEqual(await peers.member.wait('role_updated'), {serverId, role: renamed});
    // Closed to everyone by their permissions, opened by the role's, closed with the role.
    const everyone = await everyoneOf(owner, serverId);
    await give(owner, serverId, member, role.id);
    const without = String(BigInt(everyone.permissions) & ~BigInt(bits('VIEW_CHANNEL')));
    const steps = [
        ['updateRole', {path: {serverId, roleId: everyone.id}, body: {permissions: without}}, 'nobody'],
        ['updateRole', {path: {serverId, roleId: role.id}, body: {permissions: bits('VIEW_CHANNEL')}}, 'by role'],
        ['deleteRole', {path: {serverId, roleId: role.id}}, 'role gone'],
        ['updateRole', {path: {serverId, roleId: everyone.id}, body: {permissions: everyone.permissions}}, 'all'],
    ];
    for (const [operationId, options, content] of steps) {
        await owner.ok(operationId, options);
        const message = await say(owner, path, content);
        await peers.owner.wait('new_message', ({id}) => id === message.id);
    }
    assert.deepEqual(await peers.member.wait('role_deleted'), {serverId, roleId: role.id});
    await fence(peers.member, member);
    await fence(peers.friend, friend);
    assert.deepEqual(peers.member.all('new_message').map(({content}) => content), ['by role', 'all']);
    assert.deepEqual(peers.friend.all('new_message').map(({content}) => content), ['all']);
    assert.ok(names(peers.member, 0).includes('roles_reordered'));
});

test('deleting a role that hid a channel opens it at once for those who had it', async () => {
    const {owner, member, serverId, path, channelId, peers} = await cast();
    const role = await newRole(owner, serverId, 'shunned');
    await give(owner, serverId, member, role.id);
    // Rights that change again before it is known anew what they are may be told by a resync.
    await say(owner, path, 'before');
    await peers.member.wait('new_message', ({content}) => content === 'before');
    await owner.ok(...putRole(path, role.id, '0', bits('VIEW_CHANNEL')));
    await peers.member.wait('channel_deleted', about(channelId));
    await say(owner, path, 'hidden');
    await owner.ok('deleteRole', {path: {serverId, roleId: role.id}});
    const message = await say(owner, path, 'shown');
    await peers.member.wait('new_message', ({id}) => id === message.id);
    assert.deepEqual(peers.member.all('new_message').map(({content}) => content), ['before', 'shown']);
});

test('what is refused is told to nobody', async () => {
    const {owner, member, serverId, path, peers} = await cast();
    const role = await newRole(owner, serverId, 'r');
    await peers.owner.wait('roles_reordered');
    const mark = peers.owner.mark();
    for (const [operationId, options] of [['createRole', {path: {serverId}, body: {}}], ['updateRole', {path: {serverId, roleId: role.id}, body: {name: 'x'}}], ['deleteRole', {path: {serverId, roleId: role.id}}],
        ['reorderRoles', {path: {serverId}, body: [{id: role.id, position: 1}]}], ['updateChannel', {path, body: {name: 'x'}}], ['deleteChannel', {path}],
        ['reorderChannels', {path: {serverId}, body: [{id: path.channelId, position: 1}]}], putRole(path, role.id), ['deleteRoleOverwrite', {path: {...path, roleId: role.id}}]])
        await member.refused(operationId, 403, options);
    await fence(peers.owner, owner);
    assert.deepEqual(names(peers.owner, mark).filter((event) => event.startsWith('role') || event.startsWith('channel')), []);
});
