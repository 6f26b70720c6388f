// Overwrites: who may put them, and what they do.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {bits, BIT, court, everyoneOf, give, hide, newRole, putMember, putRole} from '../support/roles.mjs';
import {company, letIn, person, say} from '../support/world.mjs';

const overwritesOf = async (client, path) => (await client.ok('getChannel', {path})).channel.overwrites;

/** Every call on a channel, for someone who may not know that it is there. */
const everyCall = [['getChannel'], ['updateChannel', {body: {name: 'x'}}], ['deleteChannel'], ['listMessages'], ['createMessage', {body: {content: 'x'}}], ['typeInChannel'], ['readChannel', {body: {messageId: 1}}],
    ['getMessage', {}, {messageId: 1}], ['updateMessage', {body: {content: 'x'}}, {messageId: 1}], ['deleteMessage', {}, {messageId: 1}],
    ['putRoleOverwrite', {body: {}}, {roleId: 1}], ['deleteRoleOverwrite', {}, {roleId: 1}], ['putMemberOverwrite', {body: {}}, {userId: 1}], ['deleteMemberOverwrite', {}, {userId: 1}]];

test('an overwrite is put, shown with the channel, replaced and removed', async () => {
    const {owner, member, path, serverId} = await company();
    const role = await newRole(owner, serverId, 'r');
    const first = {type: 'role', id: role.id, allow: bits('MANAGE_MESSAGES'), deny: bits('SEND_MESSAGES')};
    assert.deepEqual((await owner.ok(...putRole(path, role.id, first.allow, first.deny))).overwrite, first);
    const second = {type: 'member', id: member.id, allow: '0', deny: bits('READ_MESSAGE_HISTORY')};
    assert.deepEqual((await owner.ok(...putMember(path, member, second.allow, second.deny))).overwrite, second);
    assert.deepEqual(await overwritesOf(member, path), [first, second]);
    assert.deepEqual((await member.ok('listChannels', {path: {serverId}})).channels.find(({id}) => id === path.channelId).overwrites, [first, second]);
    assert.deepEqual((await owner.ok('putRoleOverwrite', {path: {...path, roleId: role.id}, body: {}})).overwrite, {...first, allow: '0', deny: '0'});
    await owner.ok('deleteRoleOverwrite', {path: {...path, roleId: role.id}});
    await owner.ok('deleteMemberOverwrite', {path: {...path, userId: member.id}});
    assert.deepEqual(await overwritesOf(owner, path), []);
    await owner.refused('deleteRoleOverwrite', 404, {path: {...path, roleId: role.id}}, 'not_found');
    await owner.refused('deleteMemberOverwrite', 404, {path: {...path, userId: member.id}}, 'not_found');
});

test('an overwrite is for what is there, and says what a channel knows', async () => {
    const {owner, outsider, path, serverId} = await company();
    const role = await newRole(owner, serverId, 'r');
    for (const [field, body] of [['allow', {allow: bits('KICK_MEMBERS')}], ['deny', {deny: bits('ADMINISTRATOR')}], ['allow', {allow: 1024}], ['allow', {allow: '-1'}], ['deny', {deny: String(1n << 63n)}],
        ['deny', {allow: bits('VIEW_CHANNEL'), deny: bits('VIEW_CHANNEL', 'SEND_MESSAGES')}]]) {
        const error = await owner.refused('putRoleOverwrite', 400, {path: {...path, roleId: role.id}, body}, 'invalid_input');
        assert.deepEqual(Object.keys(error.fields), [field]);
    }
    await owner.refused('putRoleOverwrite', 404, {path: {...path, roleId: 999999}, body: {}}, 'not_found');
    await owner.refused('putMemberOverwrite', 404, {path: {...path, userId: outsider.id}, body: {}}, 'not_found');
    await owner.refused('putMemberOverwrite', 404, {path: {serverId, channelId: 999999, userId: owner.id}, body: {}}, 'not_found');
    assert.deepEqual(await overwritesOf(owner, path), []);
});

test('it goes from everyone to roles to the member, and the answer says what results', async () => {
    const {owner, member, path, serverId} = await company();
    const everyone = await everyoneOf(owner, serverId);
    const [a, b] = [await newRole(owner, serverId, 'a'), await newRole(owner, serverId, 'b')];
    await give(owner, serverId, member, a.id, b.id);
    const may = async () => {
        const {channel} = await member.ok('getChannel', {path});
        const says = (BigInt(channel.permissions) & BIT.SEND_MESSAGES) !== 0n;
        const {status} = await member.call('createMessage', {path, body: {content: 'x'}});
        assert.equal(status, says ? 201 : 403);
        return says;
    };
    const send = bits('SEND_MESSAGES');
    assert.equal(await may(), true);
    for (const [call, expected] of [[putRole(path, everyone.id, '0', send), false], [putRole(path, a.id, send), true], [putRole(path, b.id, '0', send), true], [putRole(path, a.id), false],
        [putMember(path, member, send), true], [putMember(path, member, '0', send), false], [putRole(path, a.id, send), false], [putMember(path, member), true]]) {
        await owner.ok(...call);
        assert.equal(await may(), expected, JSON.stringify(call));
    }
});

test('a private channel is private: not listed, and no call finds it; who is let in finds it whole', async () => {
    const {owner, member, path, serverId} = await company();
    const friend = await person('friend');
    await letIn(owner, serverId, friend);
    const message = await say(owner, path, 'secret');
    await hide(owner, path);
    await owner.ok(...putMember(path, friend, bits('VIEW_CHANNEL')));
    assert.ok(!(await member.ok('listChannels', {path: {serverId}})).channels.some(({id}) => id === path.channelId));
    for (const [operationId, more = {}, ids = {}] of everyCall)
        await member.refused(operationId, 404, {path: {...path, ...ids, ...('messageId' in ids ? {messageId: message.id} : {})}, ...more}, 'not_found');
    await member.refused('reorderChannels', 404, {path: {serverId}, body: [{id: path.channelId, position: 1}]}, 'not_found');
    const {servers} = await member.ok('listServers');
    assert.deepEqual(servers.map(({unreadCount}) => unreadCount), [0]);
    assert.deepEqual((await friend.ok('listMessages', {path})).messages.map(({content}) => content), ['secret']);
    assert.equal((await friend.ok('listServers')).servers[0].unreadCount, 1);
    await owner.ok('deleteMemberOverwrite', {path: {...path, userId: friend.id}});
    await friend.refused('getChannel', 404, {path}, 'not_found');
});

test('a channel made in a private category is private, and stays as it was when it is moved', async () => {
    const {owner, member, serverId} = await company();
    const make = async (name, type, more = {}) => (await owner.ok('createChannel', {path: {serverId}, body: {name, type, ...more}})).channel;
    const category = await make('Staff', 'category');
    await hide(owner, {serverId, channelId: category.id});
    const inside = await make('inside', 'text', {parentId: category.id});
    assert.deepEqual(inside.overwrites, await overwritesOf(owner, {serverId, channelId: category.id}));
    await member.refused('getChannel', 404, {path: {serverId, channelId: inside.id}});
    await owner.ok('updateChannel', {path: {serverId, channelId: inside.id}, body: {parentId: null}});
    await member.refused('getChannel', 404, {path: {serverId, channelId: inside.id}});
    const outside = await make('outside', 'text');
    await owner.ok('reorderChannels', {path: {serverId}, body: [{id: outside.id, parentId: category.id}]});
    await member.ok('getChannel', {path: {serverId, channelId: outside.id}});
});

test('who may manage roles in one channel only, does so there only, within what they hold there', async () => {
    const {owner, member, path, serverId} = await company();
    const {channel: other} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'other', type: 'text'}});
    const friend = await person('friend');
    await letIn(owner, serverId, friend);
    const [above, below] = [await newRole(owner, serverId, 'above'), await newRole(owner, serverId, 'below')];
    await give(owner, serverId, member, above.id);
    await member.refused(...refused(putRole(path, below.id), 403));
    await owner.ok(...putMember(path, member, bits('MANAGE_ROLES')));
    await member.ok(...putRole(path, below.id, bits('SEND_MESSAGES')));
    await member.ok(...putMember(path, friend, '0', bits('SEND_MESSAGES')));
    await member.ok('deleteMemberOverwrite', {path: {...path, userId: friend.id}});
    for (const call of [putRole({serverId, channelId: other.id}, below.id), putRole(path, below.id, bits('MANAGE_MESSAGES')), putRole(path, below.id, '0', bits('MANAGE_MESSAGES')), putRole(path, above.id),
        putMember(path, member), putMember(path, owner), ['deleteMemberOverwrite', {path: {...path, userId: member.id}}]])
        await member.refused(...refused(call, 403), 'forbidden');
    await member.refused('createRole', 403, {path: {serverId}, body: {name: 'x'}});
});

function refused([operationId, options], status) {
    return [operationId, status, options];
}

test('a deny that one does not hold is not lifted by replacing or removing the overwrite', async () => {
    const {owner, editor, low, path} = await court();
    await owner.ok(...putRole(path, low.id, bits('SEND_MESSAGES'), bits('MANAGE_MESSAGES')));
    const before = await overwritesOf(owner, path);
    await editor.refused(...refused(putRole(path, low.id), 403));
    await editor.refused('deleteRoleOverwrite', 403, {path: {...path, roleId: low.id}});
    assert.deepEqual(await overwritesOf(owner, path), before);
    await editor.ok(...putRole(path, low.id, '0', bits('MANAGE_MESSAGES', 'SEND_MESSAGES')));
});

test('two at once: an overwrite is one of what was put, never a mixture', async () => {
    const {owner, path, serverId} = await company();
    const role = await newRole(owner, serverId, 'r');
    const wanted = [[bits('SEND_MESSAGES'), bits('VIEW_CHANNEL')], [bits('VIEW_CHANNEL'), bits('SEND_MESSAGES')], ['0', '0']];
    await Promise.all(Array.from({length: 12}, (_, i) => owner.ok(...putRole(path, role.id, ...wanted[i % 3]))));
    const [{allow, deny}] = await overwritesOf(owner, path);
    assert.ok(wanted.some(([a, d]) => a === allow && d === deny));
});

test('what was done to overwrites is in the audit log: whose, before and after', async () => {
    const {owner, member, path, serverId} = await company();
    await owner.ok(...putMember(path, member, bits('SEND_MESSAGES')));
    await owner.ok(...putMember(path, member, '0'));
    await owner.ok('deleteMemberOverwrite', {path: {...path, userId: member.id}});
    const entries = (await owner.ok('listAuditLog', {path: {serverId}})).entries.filter(({action}) => action !== 'invite_create');
    assert.deepEqual(entries.map(({action, targetId, changes}) => [action, targetId, changes[0].key]), ['overwrite_update', 'overwrite_update', 'overwrite_delete'].map((action) => [action, path.channelId, `member:${member.id}`]));
    assert.deepEqual([entries[1].changes[0].before.allow, entries[1].changes[0].after.allow], [bits('SEND_MESSAGES'), '0']);
});
