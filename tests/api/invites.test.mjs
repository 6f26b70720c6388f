// Invites: create, preview, join.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {anyone} from '../support/client.mjs';
import {target} from '../support/target.mjs';
import {company, invite, newServer, person} from '../support/world.mjs';

const hours = 3600_000;

test('the seed README creates an invite and joins as written', async () => {
    const [owner, friend] = await Promise.all([person(), person()]);
    const {server, serverId} = await newServer(owner);
    const created = await owner.call('createInvite', {path: {serverId}, body: {maxUses: 0, expiresInHours: 168}});
    assert.equal(created.status, 201);
    const made = created.body.invite;
    assert.equal(made.serverId, serverId);
    assert.equal(made.inviter.id, owner.id);
    assert.equal(made.uses, 0);
    assert.ok(Math.abs(Date.parse(made.expiresAt) - Date.now() - 168 * hours) < 60_000, made.expiresAt);
    const joined = await friend.call('joinServer', {path: {inviteCode: made.code}});
    assert.equal(joined.status, 200);
    assert.equal(joined.body.server.id, server.id);
    assert.equal(joined.body.server.memberCount, 2);
    assert.deepEqual((await friend.ok('listServers')).servers.map((one) => one.id), [serverId]);
});

test('0 and null mean no limit', async () => {
    const owner = await person();
    const {serverId} = await newServer(owner);
    for (const body of [{}, {maxUses: null, expiresInHours: null}, {maxUses: 0, expiresInHours: 0}]) {
        const {expiresAt, maxUses} = await invite(owner, serverId, body);
        assert.equal(expiresAt, null);
        assert.ok(!maxUses, `maxUses ${maxUses}`);
    }
});

test('an invite previews its server without a token, and nothing more of it', async () => {
    const {owner, serverId, server} = await company();
    const {code, expiresAt} = await invite(owner, serverId);
    const preview = (await anyone.ok('getInvite', {path: {inviteCode: code}})).invite;
    assert.deepEqual(preview, {code, expiresAt, server: {id: serverId, name: server.name, description: null, iconUrl: null, memberCount: 2}});
});

test('joining again gives the same answer and does not use the invite up', async () => {
    const {owner, serverId} = await company();
    const [first, second] = await Promise.all([person(), person()]);
    const {code} = await invite(owner, serverId, {maxUses: 2});
    const answers = [];
    for (let i = 0; i < 3; i += 1) answers.push(await first.ok('joinServer', {path: {inviteCode: code}}));
    assert.deepEqual(answers[1], answers[0]);
    assert.deepEqual(answers[2], answers[0]);
    await second.ok('joinServer', {path: {inviteCode: code}});
    await owner.ok('joinServer', {path: {inviteCode: (await invite(owner, serverId, {maxUses: 1})).code}});
});

test('an unknown or a used up invite is not found, at preview and at join', async () => {
    const {owner, serverId, outsider} = await company();
    const {code} = await invite(owner, serverId, {maxUses: 1});
    await (await person()).ok('joinServer', {path: {inviteCode: code}});
    for (const inviteCode of [code, 'nosuchcode', 'a', 'x'.repeat(64)]) {
        await outsider.refused('joinServer', 404, {path: {inviteCode}}, 'invite_not_found');
        await anyone.refused('getInvite', 404, {path: {inviteCode}}, 'invite_not_found');
    }
});

test('a code of other characters is refused without harm', async () => {
    const client = await person();
    for (const inviteCode of ['..', '%', "'; DROP TABLE invites; --", '😀', 'a b', 'x'.repeat(2000)]) {
        for (const {status} of [await client.call('joinServer', {path: {inviteCode}}), await anyone.call('getInvite', {path: {inviteCode}})])
            assert.ok([400, 404, 405].includes(status), `${inviteCode} -> ${status}`);
    }
});

test('maxUses holds under 20 joins at once', async () => {
    const owner = await person();
    const {serverId} = await newServer(owner);
    const people = await Promise.all(Array.from({length: 20}, () => person('crowd')));
    const {code} = await invite(owner, serverId, {maxUses: 5});
    const answers = await Promise.all(people.map((client) => client.call('joinServer', {path: {inviteCode: code}})));
    assert.deepEqual(answers.map((a) => a.status).sort(), [...Array(5).fill(200), ...Array(15).fill(404)]);
    assert.equal((await owner.ok('getServer', {path: {serverId}})).server.memberCount, 6);
    const {members} = await owner.ok('listMembers', {path: {serverId}});
    assert.equal(members.length, 6);
});

test('20 joins of one person at once are one membership and one use', async () => {
    const owner = await person();
    const {serverId} = await newServer(owner);
    const [friend, other] = await Promise.all([person(), person()]);
    const {code} = await invite(owner, serverId, {maxUses: 2});
    const answers = await Promise.all(Array.from({length: 20}, () => friend.call('joinServer', {path: {inviteCode: code}})));
    assert.deepEqual(new Set(answers.map((a) => a.status)), new Set([200]));
    assert.equal((await owner.ok('listMembers', {path: {serverId}})).members.length, 2);
    await other.ok('joinServer', {path: {inviteCode: code}});
});

test('an expired invite is not found', {skip: !target.home && 'needs the database of the stack'}, async () => {
    const {owner, serverId, outsider} = await company();
    const {code} = await invite(owner, serverId, {expiresInHours: 1});
    const door = fileURLToPath(new URL('../../ohkay', import.meta.url));
    const aged = spawnSync(door, ['psql', 'registry'], {
        env: {...process.env, OHKAY_HOME: target.home},
        input: `UPDATE invites SET expires_at = now() - interval '1 second' WHERE code = '${code}';\n`,
        encoding: 'utf8',
    });
    assert.match(aged.stdout, /UPDATE 1/, aged.stderr);
    await outsider.refused('joinServer', 404, {path: {inviteCode: code}}, 'invite_not_found');
    await anyone.refused('getInvite', 404, {path: {inviteCode: code}}, 'invite_not_found');
});

test('codes are not guessable: long, and never in a row', async () => {
    const owner = await person();
    const {serverId} = await newServer(owner);
    const codes = await Promise.all(Array.from({length: 10}, async () => (await invite(owner, serverId)).code));
    assert.equal(new Set(codes).size, 10);
    assert.ok(codes.every((code) => code.length >= 8), codes.join(' '));
});

test('a member may invite, and is the inviter', async () => {
    const {member, serverId} = await company();
    assert.equal((await invite(member, serverId)).inviter.id, member.id);
});

test('whoever manages the server sees its invites that can be used, with uses and inviter', async () => {
    const {owner, member, outsider, serverId} = await company();
    const spent = await invite(owner, serverId, {maxUses: 1});
    const open = await invite(member, serverId, {maxUses: 2});
    const friend = await person();
    await friend.ok('joinServer', {path: {inviteCode: spent.code}});
    const other = await person();
    await other.ok('joinServer', {path: {inviteCode: open.code}});
    await member.refused('listInvites', 403, {path: {serverId}}, 'forbidden');
    await outsider.refused('listInvites', 404, {path: {serverId}});
    const {invites} = await owner.ok('listInvites', {path: {serverId}});
    const codes = invites.map((one) => one.code);
    assert.ok(codes.includes(open.code) && !codes.includes(spent.code), String(codes));
    const one = invites.find((each) => each.code === open.code);
    assert.deepEqual([one.uses, one.maxUses, one.inviter.id], [1, 2, member.id]);
});

test('an invite is deleted by its maker or by whoever manages the server, and by nobody else', async () => {
    const {owner, member, outsider, serverId} = await company();
    const third = await person();
    const joined = await invite(owner, serverId);
    await third.ok('joinServer', {path: {inviteCode: joined.code}});
    const mine = await invite(member, serverId);
    const elsewhere = await newServer(third);
    const at = (code) => ({path: {serverId, inviteCode: code}});
    await third.refused('deleteInvite', 403, at(mine.code), 'forbidden');
    await outsider.refused('deleteInvite', 404, at(mine.code));
    await third.refused('deleteInvite', 404, {path: {serverId: elsewhere.serverId, inviteCode: mine.code}}, 'invite_not_found');
    assert.equal((await member.call('deleteInvite', at(mine.code))).status, 204);
    await owner.refused('deleteInvite', 404, at(mine.code), 'invite_not_found');
    await anyone.refused('getInvite', 404, {path: {inviteCode: mine.code}}, 'invite_not_found');
    const theirs = await invite(member, serverId);
    assert.equal((await owner.call('deleteInvite', at(theirs.code))).status, 204);
    await outsider.refused('joinServer', 404, {path: {inviteCode: theirs.code}}, 'invite_not_found');
    const {entries} = await owner.ok('listAuditLog', {path: {serverId}});
    const actions = entries.map((entry) => entry.action);
    assert.equal(actions.filter((action) => action === 'invite_delete').length, 2);
    assert.ok(actions.filter((action) => action === 'invite_create').length >= 3);
});

test('the last use of an invite goes to one of twenty', async () => {
    const owner = await person();
    const {serverId} = await newServer(owner);
    const people = await Promise.all(Array.from({length: 20}, () => person('race')));
    const {code} = await invite(owner, serverId, {maxUses: 1});
    const answers = await Promise.all(people.map((client) => client.call('joinServer', {path: {inviteCode: code}})));
    assert.equal(answers.filter((answer) => answer.status === 200).length, 1);
    assert.equal(answers.filter((answer) => answer.status === 404).length, 19);
    assert.equal((await owner.ok('getServer', {path: {serverId}})).server.memberCount, 2);
});

test('an invite deleted while twenty join by it lets in whole members or none', async () => {
    const owner = await person();
    const {serverId} = await newServer(owner);
    const people = await Promise.all(Array.from({length: 10}, () => person('race')));
    const {code} = await invite(owner, serverId);
    const joins = people.map((client) => client.call('joinServer', {path: {inviteCode: code}}));
    const deleted = owner.call('deleteInvite', {path: {serverId, inviteCode: code}});
    const answers = await Promise.all(joins);
    assert.equal((await deleted).status, 204);
    const inside = answers.filter((answer) => answer.status === 200).length;
    assert.equal((await owner.ok('getServer', {path: {serverId}})).server.memberCount, 1 + inside);
    assert.equal((await owner.ok('listMembers', {path: {serverId}})).members.length, 1 + inside);
});
