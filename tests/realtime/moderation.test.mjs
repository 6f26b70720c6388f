// What sockets hear of moderation: members that change, bans, deleted messages, webhooks.
import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {anyone} from '../support/client.mjs';
import {bits, give, hide, newRole, putRole} from '../support/roles.mjs';
import {connect, fence, joined, settle} from '../support/sockets.mjs';
import {company, invite, letIn, person, say} from '../support/world.mjs';

afterEach(settle);

test('member_updated tells the server of a changed nickname and timeout, once, and of what did not change nothing', async () => {
    const {owner, member, serverId} = await company();
    const peer = await joined(member, serverId);
    const target = {path: {serverId, userId: member.id}};
    const {member: changed} = await owner.ok('updateMember', {...target, body: {nickname: 'Nick', timeoutUntil: new Date(Date.now() + 3_600_000).toISOString()}});
    await owner.ok('updateMember', {...target, body: {nickname: 'Nick'}});
    const event = await peer.wait('member_updated');
    assert.deepEqual([event.serverId, event.member.nickname, event.member.timeoutUntil], [serverId, 'Nick', changed.timeoutUntil]);
    await fence(peer, member);
    assert.equal(peer.all('member_updated').length, 1);
});

test('a role that opens a channel is heard of, and then the channel, without a reconnect', async () => {
    const {owner, member, serverId, path} = await company();
    const role = await newRole(owner, serverId, 'insiders');
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'inside', type: 'text'}});
    const inside = {...path, channelId: channel.id};
    await hide(owner, inside);
    await owner.ok(...putRole(inside, role.id, bits('VIEW_CHANNEL')));
    const peer = await joined(member, serverId);
    await say(owner, inside, 'before');
    await give(owner, serverId, member, role.id);
    const heard = await say(owner, inside, 'with the role');
    assert.deepEqual((await peer.wait('member_updated')).member.roles, [role.id]);
    await peer.wait('new_message', ({id}) => id === heard.id);
    await give(owner, serverId, member);
    await say(owner, inside, 'after');
    await fence(peer, member);
    assert.deepEqual(peer.all('new_message').map(({content}) => content), ['with the role']);
});

test('the sockets of who is banned hear of it and then nothing more, not even of the messages deleted with it', async () => {
    const {owner, member, serverId, path} = await company();
    const [witness, gone] = [await joined(owner, serverId), await joined(member, serverId)];
    const said = [await say(member, path, 'one'), await say(member, path, 'two')];
    await owner.ok('banUser', {path: {serverId, userId: member.id}, body: {deleteMessageHours: 24}});
    await say(owner, path, 'after');
    assert.deepEqual(await witness.wait('member_left'), {serverId, userId: member.id, reason: 'ban'});
    assert.deepEqual(await witness.wait('messages_deleted'), {...path, ids: said.map(({id}) => id)});
    await fence(gone, member);
    assert.deepEqual(gone.all('member_left'), [{serverId, userId: member.id, reason: 'ban'}]);
    assert.deepEqual([gone.all('messages_deleted'), gone.all('new_message').map(({content}) => content)], [[], ['one', 'two']]);
    await gone.askRefused('not_found', 'join_server', {serverId});
    await gone.askRefused('not_found', 'send_message', {...path, content: 'x'});
});

test('messages deleted with a ban are told in each channel to those who may see it, and to nobody else', async () => {
    const {owner, member, serverId, path} = await company();
    const third = await person();
    await letIn(owner, serverId, third);
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'secret', type: 'text'}});
    const secret = {...path, channelId: channel.id};
    const hidden = await say(member, secret, 'hidden');
    await hide(owner, secret);
    const open = await say(member, path, 'open');
    const [seer, blind] = [await joined(owner, serverId), await joined(third, serverId)];
    await owner.ok('banUser', {path: {serverId, userId: member.id}, body: {deleteMessageHours: 1}});
    await seer.wait('messages_deleted', ({channelId}) => channelId === channel.id);
    await fence(seer, owner);
    await fence(blind, third);
    assert.deepEqual(seer.all('messages_deleted'), [{...path, ids: [open.id]}, {...secret, ids: [hidden.id]}]);
    assert.deepEqual(blind.all('messages_deleted'), [{...path, ids: [open.id]}]);
});

test('a socket that joins while its user is banned hears nothing after the ban', async () => {
    const {owner, member, serverId, path} = await company();
    const peer = await connect(member);
    const {code} = await invite(owner, serverId);
    for (let round = 0; round < 5; round += 1) {
        await owner.call('unbanUser', {path: {serverId, userId: member.id}});
        await member.ok('joinServer', {path: {inviteCode: code}});
        await Promise.all([
            peer.ask('join_server', {serverId}), owner.ok('banUser', {path: {serverId, userId: member.id}, body: {}}),
            member.call('joinServer', {path: {inviteCode: code}}), peer.ask('join_server', {serverId}),
        ]);
        const content = `after ban ${round}`;
        await say(owner, path, content);
        await fence(peer, member);
        assert.ok(!peer.all('new_message').some((message) => message.content === content), `round ${round}: heard after the ban`);
    }
});

test('a webhook\'s message is heard by those who may see its channel, and by nobody else', async () => {
    const {owner, member, serverId, path} = await company();
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'alerts', type: 'text'}});
    const make = async (channelId) => (await owner.ok('createWebhook', {path: {serverId}, body: {channelId, name: 'Alerts'}})).webhook;
    const [open, secret] = [await make(path.channelId), await make(channel.id)];
    await hide(owner, {...path, channelId: channel.id});
    const [seer, blind] = [await joined(owner, serverId), await joined(member, serverId)];
    const write = (webhook, body) => anyone.ok('executeWebhook', {path: {webhookId: webhook.id, webhookToken: webhook.token}, body});
    await write(secret, {content: 'secret'});
    await write(open, {content: 'open', embeds: [{title: 't', color: 1}]});
    const heard = await blind.wait('new_message');
    assert.deepEqual([heard.content, heard.author.id, heard.embeds], ['open', open.id, [{title: 't', color: 1}]]);
    await seer.wait('new_message', ({content}) => content === 'open');
    await fence(blind, member);
    assert.deepEqual(seer.all('new_message').map(({content}) => content), ['secret', 'open']);
    assert.deepEqual(blind.all('new_message').map(({content}) => content), ['open']);
});
