// Roles: list, create, change, order, delete; and who may not.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {bits, BIT, court, everyoneOf, give, hide, newRole, putMember, putRole, rolesOf} from '../support/roles.mjs';
import {company, newServer, person} from '../support/world.mjs';

const names = (roles) => roles.map(({name}) => name);
const state = async (client, serverId) => [await rolesOf(client, serverId), (await client.ok('listChannels', {path: {serverId}})).channels, (await client.ok('listMembers', {path: {serverId}})).members.map(({user, roles}) => [user.id, roles])];

test('a server begins with @everyone, which every member has and sees', async () => {
    const {owner, member, outsider, serverId} = await company();
    const [everyone, ...others] = await rolesOf(member, serverId);
    assert.deepEqual(others, []);
    assert.deepEqual([everyone.name, everyone.position, everyone.isEveryone, everyone.memberCount, everyone.serverId], ['@everyone', 0, true, 2, serverId]);
    assert.deepEqual(await rolesOf(owner, serverId), [everyone]);
    await outsider.refused('listRoles', 404, {path: {serverId}}, 'not_found');
});

test('a new role stands just above @everyone and keeps what it is given', async () => {
    const {owner, serverId} = await company();
    const body = {name: ' Moderators ☕ ', color: 0xff8800, permissions: bits('KICK_MEMBERS', 'MANAGE_MESSAGES'), hoist: true, mentionable: true};
    const {role} = await owner.ok('createRole', {path: {serverId}, body});
    assert.deepEqual(role, {id: role.id, serverId, ...body, name: 'Moderators ☕', position: 1, isEveryone: false});
    const preset = (await owner.ok('createRole', {path: {serverId}, body: {}})).role;
    assert.deepEqual([preset.name, preset.color, preset.hoist, preset.mentionable, preset.position], ['new role', 0, false, false, 1]);
    assert.equal(preset.permissions, (await everyoneOf(owner, serverId)).permissions);
    const top = await newRole(owner, serverId, 'top', '0', {position: 200});
    assert.equal(top.position, 3);
    const middle = await newRole(owner, serverId, 'middle', '0', {position: 2});
    assert.equal(middle.position, 2);
    const roles = await rolesOf(owner, serverId);
    assert.deepEqual(roles.map(({name, position, memberCount}) => [name, position, memberCount]), [['top', 4, 0], ['Moderators ☕', 3, 0], ['middle', 2, 0], ['new role', 1, 0], ['@everyone', 0, 2]]);
});

test('what a role cannot be is refused, and named', async () => {
    const {owner, serverId} = await company();
    const role = await newRole(owner, serverId, 'x');
    const before = await rolesOf(owner, serverId);
    for (const [field, value] of [['name', ''], ['name', 'x'.repeat(101)], ['name', 5], ['color', -1], ['color', 0x1000000], ['color', '#fff'], ['permissions', 8],
        ['permissions', '-1'], ['permissions', '08'], ['permissions', String(1n << 19n)], ['permissions', String(1n << 62n)], ['permissions', String(1n << 64n)],
        ['hoist', 'yes'], ['mentionable', 1], ['position', 0], ['position', 'top']]) {
        for (const [operationId, path] of [['createRole', {serverId}], ['updateRole', {serverId, roleId: role.id}]]) {
            const error = await owner.refused(operationId, 400, {path, body: {[field]: value}}, 'invalid_input');
            assert.deepEqual(Object.keys(error.fields), [field], `${operationId} ${field}`);
        }
    }
    await owner.refused('createRole', 400, {path: {serverId}, body: []}, 'malformed_request');
    assert.deepEqual(await rolesOf(owner, serverId), before);
});

test('a change changes what it names and nothing else', async () => {
    const {owner, serverId} = await company();
    const role = await newRole(owner, serverId, 'a', bits('KICK_MEMBERS'), {color: 7, hoist: true});
    const path = {serverId, roleId: role.id};
    const expected = {...role};
    for (const change of [{name: 'b'}, {color: 0}, {permissions: bits('BAN_MEMBERS')}, {hoist: false}, {mentionable: true}, {}, {name: null, color: null, permissions: null}]) {
        const {role: changed} = await owner.ok('updateRole', {path, body: change});
        for (const [name, value] of Object.entries(change)) if (value !== null) expected[name] = value;
        assert.deepEqual(changed, expected);
    }
    await newRole(owner, serverId, 'below');
    assert.equal((await owner.ok('updateRole', {path, body: {position: 1}})).role.position, 1);
    assert.deepEqual(names(await rolesOf(owner, serverId)), ['below', 'b', '@everyone']);
    await owner.refused('updateRole', 404, {path: {serverId, roleId: 999999}, body: {name: 'x'}}, 'not_found');
});

test('@everyone can be given and taken permissions, and nothing else', async () => {
    const {owner, serverId} = await company();
    const everyone = await everyoneOf(owner, serverId);
    const path = {serverId, roleId: everyone.id};
    const permissions = String(BigInt(everyone.permissions) & ~BIT.CREATE_INSTANT_INVITE);
    assert.equal((await owner.ok('updateRole', {path, body: {permissions}})).role.permissions, permissions);
    const before = await rolesOf(owner, serverId);
    for (const body of [{name: 'all'}, {hoist: true}, {color: 1}, {mentionable: true}, {position: 1}]) await owner.refused('updateRole', 400, {path, body}, 'invalid_input');
    await owner.refused('deleteRole', 403, {path}, 'forbidden');
    await owner.refused('reorderRoles', 400, {path, body: [{id: everyone.id, position: 1}]}, 'invalid_input');
    assert.deepEqual(await rolesOf(owner, serverId), before);
});

test('a deleted role is gone from its members and from channels, and those above move down', async () => {
    const {owner, member, serverId, path} = await company();
    const [role, above] = [await newRole(owner, serverId, 'gone'), await newRole(owner, serverId, 'above', '0', {position: 2})];
    await give(owner, serverId, member, role.id);
    await owner.ok(...putRole(path, role.id, '0', bits('SEND_MESSAGES')));
    await member.refused('createMessage', 403, {path, body: {content: 'x'}});
    await owner.ok('deleteRole', {path: {serverId, roleId: role.id}});
    await member.ok('createMessage', {path, body: {content: 'x'}});
    const roles = await rolesOf(owner, serverId);
    assert.deepEqual(roles.map(({id, position}) => [id, position]).slice(0, 1), [[above.id, 1]]);
    assert.deepEqual((await owner.ok('getChannel', {path})).channel.overwrites, []);
    await owner.refused('deleteRole', 404, {path: {serverId, roleId: role.id}}, 'not_found');
});

test('an order is kept whole or not at all', async () => {
    const {owner, serverId} = await company();
    const ids = {};
    for (const name of ['d', 'c', 'b', 'a']) ids[name] = (await newRole(owner, serverId, name, '0', {position: 250})).id;
    const order = async () => names(await rolesOf(owner, serverId)).join('').replace('@everyone', '');
    assert.equal(await order(), 'abcd');
    const {roles} = await owner.ok('reorderRoles', {path: {serverId}, body: [{id: ids.d, position: 4}]});
    assert.deepEqual(roles.map(({position}) => position), [4, 3, 2, 1, 0]);
    assert.equal(await order(), 'dabc');
    await owner.ok('reorderRoles', {path: {serverId}, body: [{id: ids.a, position: 1}, {id: ids.b, position: 4}]});
    assert.equal(await order(), 'bdca');
    for (const body of [[], [{id: ids.a, position: 4}, {id: ids.b, position: 4}], [{id: ids.a, position: 4}, {id: ids.a, position: 3}], [{id: ids.a, position: 5}], [{id: ids.a, position: 0}],
        [{id: ids.a, position: 3}, {id: 999999, position: 1}], [{id: ids.a}], [{position: 1}], [5], [null], [{id: ids.a, position: 2}, 'x'], Array.from({length: 251}, (_, i) => ({id: i + 1, position: 1}))]) {
        await owner.refused('reorderRoles', 400, {path: {serverId}, body}, 'invalid_input');
        assert.equal(await order(), 'bdca');
    }
    await owner.refused('reorderRoles', 400, {path: {serverId}, body: {id: ids.a, position: 1}}, 'malformed_request');
});

test('a server has at most 250 roles', async () => {
    const {owner, serverId} = await company();
    for (let made = 1; made < 250; made += 10) await Promise.all(Array.from({length: Math.min(10, 250 - made)}, () => newRole(owner, serverId, 'one of many')));
    const roles = await rolesOf(owner, serverId);
    assert.deepEqual(roles.map(({position}) => position), Array.from({length: 250}, (_, i) => 249 - i));
    await owner.refused('createRole', 400, {path: {serverId}, body: {name: 'x'}}, 'invalid_input');
});

test('who may not manage roles changes none', async () => {
    const {owner, member, chief, low, serverId} = await court();
    const outsider = await person();
    const before = await state(owner, serverId);
    for (const [operationId, options] of [
        ['createRole', {path: {serverId}, body: {name: 'x'}}],
        ['updateRole', {path: {serverId, roleId: low.id}, body: {name: 'x'}}],
        ['reorderRoles', {path: {serverId}, body: [{id: low.id, position: 1}]}],
        ['deleteRole', {path: {serverId, roleId: low.id}}],
    ]) {
        await member.refused(operationId, 403, options, 'forbidden');
        await chief.refused(operationId, 403, options, 'forbidden');
        await outsider.refused(operationId, 404, options, 'not_found');
    }
    assert.deepEqual(await state(owner, serverId), before);
});

test('nobody acts on roles at or above their own highest', async () => {
    const {owner, editor, high, mine, low, serverId} = await court();
    const before = await state(owner, serverId);
    for (const role of [high, mine]) {
        await editor.refused('updateRole', 403, {path: {serverId, roleId: role.id}, body: {name: 'x'}}, 'forbidden');
        await editor.refused('deleteRole', 403, {path: {serverId, roleId: role.id}}, 'forbidden');
        await editor.refused('reorderRoles', 403, {path: {serverId}, body: [{id: role.id, position: 1}]}, 'forbidden');
    }
    await editor.refused('reorderRoles', 403, {path: {serverId}, body: [{id: low.id, position: 2}]}, 'forbidden');
    await editor.refused('reorderRoles', 403, {path: {serverId}, body: [{id: low.id, position: 3}]}, 'forbidden');
    await editor.refused('updateRole', 403, {path: {serverId, roleId: low.id}, body: {position: 3}}, 'forbidden');
    await editor.refused('createRole', 403, {path: {serverId}, body: {name: 'x', permissions: '0', position: 3}}, 'forbidden');
    assert.deepEqual(await state(owner, serverId), before);
    await editor.ok('updateRole', {path: {serverId, roleId: low.id}, body: {name: 'lower'}});
    const made = await newRole(editor, serverId, 'mine', '0', {position: 2});
    assert.deepEqual(names(await rolesOf(owner, serverId)), ['high', 'editor', 'mine', 'lower', '@everyone']);
    await editor.ok('reorderRoles', {path: {serverId}, body: [{id: made.id, position: 1}]});
    await editor.ok('deleteRole', {path: {serverId, roleId: made.id}});
});

test('an editor of roles does not become administrator by any way, nor anybody else', async () => {
    const {owner, editor, member, high, mine, low, serverId, path} = await court();
    const admin = await newRole(owner, serverId, 'admin', bits('ADMINISTRATOR')); // stands at the very bottom
    const everyone = await everyoneOf(owner, serverId);
    const before = await state(owner, serverId);
    const power = bits('ADMINISTRATOR');
    const attempts = [
        ['createRole', {path: {serverId}, body: {name: 'x', permissions: power}}],
        ['createRole', {path: {serverId}, body: {name: 'x', permissions: bits('BAN_MEMBERS')}}],
        ['updateRole', {path: {serverId, roleId: mine.id}, body: {permissions: power}}],
        ['updateRole', {path: {serverId, roleId: low.id}, body: {permissions: power}}],
        ['updateRole', {path: {serverId, roleId: low.id}, body: {permissions: bits('KICK_MEMBERS')}}],
        ['updateRole', {path: {serverId, roleId: everyone.id}, body: {permissions: String(BigInt(everyone.permissions) | BigInt(power))}}],
        ['updateMember', {path: {serverId, userId: editor.id}, body: {roles: [mine.id, admin.id]}}],
        ['updateMember', {path: {serverId, userId: editor.id}, body: {roles: [mine.id, high.id]}}],
        ['updateMember', {path: {serverId, userId: member.id}, body: {roles: [admin.id]}}],
        ['updateMember', {path: {serverId, userId: member.id}, body: {roles: [low.id, admin.id]}}],
        ['reorderRoles', {path: {serverId}, body: [{id: mine.id, position: 4}]}],
        ['putRoleOverwrite', {path: {...path, roleId: low.id}, body: {allow: bits('MANAGE_MESSAGES')}}],
        ['putMemberOverwrite', {path: {...path, userId: editor.id}, body: {allow: bits('MANAGE_CHANNELS')}}],
        ['putMemberOverwrite', {path: {...path, userId: member.id}, body: {allow: bits('MANAGE_MESSAGES')}}],
    ];
    for (const [operationId, options] of attempts) {
        const answer = await editor.call(operationId, options);
        assert.equal(answer.status, 403, `${answer.what} -> ${answer.status}`);
    }
    await editor.refused('putRoleOverwrite', 400, {path: {...path, roleId: low.id}, body: {allow: power}}, 'invalid_input');
    assert.deepEqual(await state(owner, serverId), before);
    await give(editor, serverId, member); // taking a role away from who stands below is allowed
    await give(editor, serverId, editor, mine.id, low.id); // and giving oneself a lower one that gives nothing
});

test('no mute is lifted by who is muted: not by taking the role, deleting it, or changing its overwrite', async () => {
    const {owner, editor, member, mine, serverId, path} = await court();
    const muted = await newRole(owner, serverId, 'muted');
    await owner.ok(...putRole(path, muted.id, '0', bits('SEND_MESSAGES')));
    await give(owner, serverId, editor, mine.id, muted.id);
    await give(owner, serverId, member, muted.id);
    const before = await state(owner, serverId);
    const everyone = await everyoneOf(owner, serverId);
    for (const [operationId, options] of [
        ['updateMember', {path: {serverId, userId: editor.id}, body: {roles: [mine.id]}}],
        ['updateMember', {path: {serverId, userId: member.id}, body: {roles: []}}],
        ['deleteRole', {path: {serverId, roleId: muted.id}}],
        putRole(path, muted.id),
        ['deleteRoleOverwrite', {path: {...path, roleId: muted.id}}],
        putRole(path, mine.id, bits('SEND_MESSAGES')),
        putRole(path, everyone.id, bits('SEND_MESSAGES')),
        putMember(path, editor, bits('SEND_MESSAGES')),
        putMember(path, member, bits('SEND_MESSAGES')),
    ]) await editor.refused(operationId, 403, options, 'forbidden');
    assert.deepEqual(await state(owner, serverId), before);
    await editor.refused('createMessage', 403, {path, body: {content: 'x'}});
    await give(owner, serverId, editor, mine.id);
    await give(editor, serverId, member); // who is not muted may
    await member.ok('createMessage', {path, body: {content: 'x'}});
    await editor.ok('deleteRole', {path: {serverId, roleId: muted.id}});
});

test('a lower role that opens a channel one does not see is not given, to oneself or to a friend', async () => {
    const {owner, editor, member, mine, low, serverId} = await court();
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'secret', type: 'text'}});
    const secret = {serverId, channelId: channel.id};
    await hide(owner, secret);
    const key = await newRole(owner, serverId, 'key');
    await owner.ok(...putRole(secret, key.id, bits('VIEW_CHANNEL')));
    const before = await state(owner, serverId);
    await editor.refused('updateMember', 403, {path: {serverId, userId: editor.id}, body: {roles: [mine.id, key.id]}}, 'forbidden');
    await editor.refused('updateMember', 403, {path: {serverId, userId: member.id}, body: {roles: [low.id, key.id]}}, 'forbidden');
    for (const [operationId, options] of [putRole(secret, low.id, bits('VIEW_CHANNEL')), putMember(secret, member, bits('VIEW_CHANNEL')), ['deleteRoleOverwrite', {path: {...secret, roleId: key.id}}]])
        await editor.refused(operationId, 404, options, 'not_found');
    assert.deepEqual(await state(owner, serverId), before);
    await editor.refused('getChannel', 404, {path: secret});
    await owner.ok(...putMember(secret, editor, bits('VIEW_CHANNEL')));
    await give(editor, serverId, member, low.id, key.id); // who sees it may show it
    await member.ok('getChannel', {path: secret});
});

test('two editors at once: roles stay in one order without gaps, and none is made above its maker', async () => {
    const {owner, editor, chief, high, mine, serverId} = await court();
    await owner.ok('updateRole', {path: {serverId, roleId: high.id}, body: {permissions: bits('MANAGE_ROLES')}});
    const places = (position) => Array.from({length: 6}, (_, i) => ({name: `r${i}`, permissions: '0', position}));
    const answers = await Promise.all([
        ...places(1).map((body) => editor.call('createRole', {path: {serverId}, body})),
        ...places(2).map((body) => chief.call('createRole', {path: {serverId}, body})),
        ...Array.from({length: 6}, () => chief.call('reorderRoles', {path: {serverId}, body: [{id: mine.id, position: 1}]})),
    ]);
    for (const {status} of answers) assert.ok([200, 201, 403].includes(status), `${status}`);
    const roles = await rolesOf(owner, serverId);
    assert.deepEqual(roles.map(({position}) => position), roles.map((_, i) => roles.length - 1 - i));
    assert.equal(roles[0].id, high.id);
});

test('the one whose role is taken meanwhile does not use it any more', async () => {
    const {owner, editor, serverId} = await court();
    const [taken, ...made] = await Promise.all([
        give(owner, serverId, editor),
        ...Array.from({length: 8}, () => editor.call('createRole', {path: {serverId}, body: {name: 'late', permissions: '0'}})),
    ]);
    assert.deepEqual(taken.member.roles, []);
    for (const {status} of made) assert.ok([201, 403].includes(status));
    await editor.refused('createRole', 403, {path: {serverId}, body: {name: 'x'}}, 'forbidden');
    assert.equal((await rolesOf(owner, serverId)).filter(({name}) => name === 'late').length, made.filter(({status}) => status === 201).length);
});

test('a role of another server is not found, even by the id it has there', async () => {
    const {owner, serverId, path, member} = await company();
    const elsewhere = await newServer(owner);
    let foreign;
    for (let i = 0; i < 4; i += 1) foreign = await newRole(owner, elsewhere.serverId, `r${i}`);
    await owner.refused('updateRole', 404, {path: {serverId, roleId: foreign.id}, body: {name: 'x'}});
    await owner.refused('deleteRole', 404, {path: {serverId, roleId: foreign.id}});
    await owner.refused('putRoleOverwrite', 404, {path: {...path, roleId: foreign.id}, body: {}});
    await owner.refused('updateMember', 400, {path: {serverId, userId: member.id}, body: {roles: [foreign.id]}}, 'invalid_input');
});

test('what was done to roles is in the audit log, with what changed', async () => {
    const {owner, serverId, member} = await company();
    const role = await newRole(owner, serverId, 'a');
    const path = {serverId, roleId: role.id};
    await owner.ok('updateRole', {path, body: {name: 'b'}, headers: {'x-audit-log-reason': 'better%20name'}});
    await owner.ok('updateRole', {path, body: {name: 'b'}});
    await owner.ok('deleteRole', {path});
    const {entries} = await owner.ok('listAuditLog', {path: {serverId}});
    const ours = entries.filter(({targetType, targetId}) => targetType === 'role' && targetId === role.id).sort((a, b) => a.id - b.id);
    assert.deepEqual(ours.map(({action}) => action), ['role_create', 'role_update', 'role_delete']);
    assert.deepEqual(ours[1].changes, [{key: 'name', before: 'a', after: 'b'}]);
    assert.equal(ours[1].reason, 'better name');
    await member.refused('listAuditLog', 403, {path: {serverId}});
});
