// Webhooks: their life, and what other programs write by them, in Discord's form.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {REST} from '@discordjs/rest';
import {anyone} from '../support/client.mjs';
import {target} from '../support/target.mjs';
import {company, letIn, newServer, person, say} from '../support/world.mjs';

const create = async (client, serverId, channelId, more = {}) => (await client.ok('createWebhook', {path: {serverId}, body: {channelId, name: 'Build bot', ...more}})).webhook;
const at = (webhook) => ({webhookId: webhook.id, webhookToken: webhook.token});
const write = (webhook, body, query = {wait: 'true'}) => anyone.ok('executeWebhook', {path: at(webhook), query, body});
const newest = async (client, path) => (await client.ok('listMessages', {path, query: {limit: 1}})).messages[0];

/** A company with a webhook in `general`. */
async function hooked() {
    const place = await company();
    return {...place, webhook: await create(place.owner, place.serverId, place.channelId)};
}

test('a webhook is told its token once, and listed without it', async () => {
    const {owner, serverId, channelId, webhook} = await hooked();
    const {token, url, ...rest} = webhook;
    assert.ok(webhook.id >= 2 ** 52, 'never a user\'s id');
    assert.match(token, /^[\w-]{68}$/);
    assert.equal(url, `/api/webhooks/${webhook.id}/${token}`);
    assert.deepEqual([rest.serverId, rest.channelId, rest.name, rest.avatarUrl, rest.creator.id], [serverId, channelId, 'Build bot', null, owner.id]);
    assert.deepEqual((await owner.ok('listWebhooks', {path: {serverId}})).webhooks, [rest]);
});

test('what is written without a token of a user arrives as the webhook\'s message', async () => {
    const {member, path, webhook} = await hooked();
    const answer = await anyone.call('executeWebhook', {path: at(webhook), body: {content: ' hello ', unknown: 1, tts: true, flags: 4, nonce: 5}});
    assert.equal(answer.status, 204);
    const message = await newest(member, path);
    assert.deepEqual([message.content, message.author, message.embeds], ['hello', {id: webhook.id, username: 'Build bot', displayName: 'Build bot', avatarUrl: null}, []]);
    assert.deepEqual((await member.ok('getMessage', {path: {...path, messageId: message.id}})).message, message);
});

test('name and picture can be another with each message', async () => {
    const {member, path, webhook} = await hooked();
    await write(webhook, {content: 'x', username: 'Nagios <b>', avatar_url: 'https://pictures.example/a.png?x=1'});
    assert.deepEqual((await newest(member, path)).author, {id: webhook.id, username: 'Nagios <b>', displayName: 'Nagios <b>', avatarUrl: 'https://pictures.example/a.png?x=1'});
    await write(webhook, {content: 'y', username: '', avatar_url: null});
    assert.equal((await newest(member, path)).author.username, 'Build bot');
});

test('with wait the answer is the message in Discord\'s form', async () => {
    const {owner, member, path, webhook} = await hooked();
    const mine = await say(owner, path, 'before');
    const sent = await write(webhook, {content: `hi <@${member.id}>`, embeds: [{title: 't'}]});
    const message = await newest(member, path);
    assert.deepEqual([sent.id, sent.channel_id, sent.webhook_id], [String(message.id), String(path.channelId), String(webhook.id)]);
    assert.ok(Number(sent.id) > mine.id);
    assert.deepEqual(sent.author, {id: String(webhook.id), username: 'Build bot', avatar: null, discriminator: '0000', bot: true});
    assert.deepEqual([sent.content, sent.timestamp, sent.embeds, sent.mentions.map(({id}) => id)], [message.content, message.createdAt, [{type: 'rich', title: 't'}], [String(member.id)]]);
    for (const wait of ['1', 'True']) assert.equal((await anyone.call('executeWebhook', {path: at(webhook), query: {wait}, body: {content: 'x'}})).status, 200);
    for (const wait of ['false', '0', '']) assert.equal((await anyone.call('executeWebhook', {path: at(webhook), query: {wait}, body: {content: 'x'}})).status, 204);
});

test('discord.js\'s own REST client writes and reads, the host alone being another', async () => {
    const {member, path, webhook} = await hooked();
    const rest = new REST({version: '10', api: `${target.url}/api`});
    const route = `/webhooks/${webhook.id}/${webhook.token}`;
    const sent = await rest.post(route, {auth: false, query: new URLSearchParams({wait: 'true'}), body: {content: 'from discord.js', embeds: [{title: 'Deploy', color: 0x00ff00, timestamp: new Date().toISOString(), fields: [{name: 'a', value: 'b', inline: true}]}]}});
    const message = await newest(member, path);
    assert.deepEqual([sent.id, sent.content, message.embeds[0].fields], [String(message.id), 'from discord.js', [{name: 'a', value: 'b', inline: true}]]);
    const read = await rest.get(route, {auth: false});
    assert.deepEqual([read.id, read.token, read.name, read.channel_id, read.guild_id], [String(webhook.id), webhook.token, 'Build bot', String(path.channelId), String(path.serverId)]);
    await assert.rejects(rest.post(`/webhooks/${webhook.id}/wrong`, {auth: false, body: {content: 'x'}}), (error) => error.status === 404);
    await assert.rejects(rest.post(route, {auth: false, body: {content: ''}}), (error) => error.status === 400);
});

test('the numbered addresses are the same, and no other first part is', async () => {
    const {webhook} = await hooked();
    for (const apiVersion of ['v10', 'v9', 'v6']) {
        assert.equal((await anyone.ok('getWebhookVersioned', {path: {apiVersion, ...at(webhook)}})).id, String(webhook.id));
        assert.equal((await anyone.call('executeWebhookVersioned', {path: {apiVersion, ...at(webhook)}, body: {content: apiVersion}})).status, 204);
    }
    for (const apiVersion of ['10', 'v', 'x10', 'v100', 'servers']) {
        await anyone.refused('getWebhookVersioned', 404, {path: {apiVersion, ...at(webhook)}});
        await anyone.refused('executeWebhookVersioned', 404, {path: {apiVersion, ...at(webhook)}, body: {content: 'x'}});
    }
    assert.equal((await anyone.ok('getWebhook', {path: at(webhook)})).token, webhook.token);
});

test('forms are understood, plain and with payload_json, and other bodies refused', async () => {
    const {member, path, webhook} = await hooked();
    const form = (body, type = 'application/x-www-form-urlencoded') => anyone.request('POST', `${webhook.url}`, {body, headers: {'content-type': type}});
    assert.equal((await form('content=a+b%26c&username=curl')).status, 204);
    assert.deepEqual((({content, author}) => [content, author.username])(await newest(member, path)), ['a b&c', 'curl']);
    assert.equal((await form(`payload_json=${encodeURIComponent(JSON.stringify({content: 'json', embeds: [{title: 'e'}]}))}`)).status, 204);
    assert.deepEqual((({content, embeds}) => [content, embeds])(await newest(member, path)), ['json', [{title: 'e'}]]);
    assert.equal((await form('{"content":"x"}', 'application/json; charset=utf-8')).status, 204);
    for (const broken of ['payload_json=%7B', 'payload_json=5', 'content=%zz', 'username=x', '']) assert.equal((await form(broken)).status, 400, broken);
    for (const type of ['text/plain', 'application/xml']) assert.equal((await form('content=x', type)).status, 415);
    assert.equal((await form('not json', 'application/json')).status, 400);
});

test('an unknown id and a wrong token are the same 404, and nothing is written', async () => {
    const {owner, member, path, webhook} = await hooked();
    const other = await create(owner, path.serverId, path.channelId, {name: 'other'});
    const before = await newest(member, path);
    for (const at of [
        {webhookId: webhook.id, webhookToken: 'x'}, {webhookId: webhook.id, webhookToken: webhook.token.slice(0, -1)}, {webhookId: webhook.id, webhookToken: `${webhook.token}x`},
        {webhookId: webhook.id, webhookToken: other.token}, {webhookId: 9007199254740991, webhookToken: webhook.token}, {webhookId: member.id, webhookToken: webhook.token},
    ]) {
        await anyone.refused('executeWebhook', 404, {path: at, body: {content: 'x'}}, 'not_found');
        await anyone.refused('getWebhook', 404, {path: at}, 'not_found');
    }
    assert.deepEqual(await newest(member, path), before);
});

test('what is wrong in a message is named, and nothing of it is written', async () => {
    const {member, path, webhook} = await hooked();
    const before = await newest(member, path);
    const link = (url) => ({embeds: [{title: 't', url}]});
    for (const [body, field] of [
        [{}, 'content'], [{content: '  '}, 'content'], [{content: null, embeds: []}, 'content'], [{embeds: [{}]}, 'content'], [{content: 5}, 'content'], [{content: 'x'.repeat(4001)}, 'content'],
        [{content: 'x', username: 'x'.repeat(81)}, 'username'], [{content: 'x', username: {}}, 'username'], [{content: 'x', avatar_url: 'javascript:alert(1)'}, 'avatar_url'],
        [{content: 'x', avatar_url: 'data:image/png;base64,AAAA'}, 'avatar_url'], [{content: 'x', avatar_url: `https://x.example/${'x'.repeat(2048)}`}, 'avatar_url'],
        [{embeds: 'x'}, 'embeds'], [{embeds: [1]}, 'embeds'], [{embeds: Array(11).fill({title: 't'})}, 'embeds'], [link('javascript:alert(1)'), 'embeds'], [link('//x.example'), 'embeds'],
        [{embeds: [{image: {url: 'javascript:alert(1)'}}]}, 'embeds'], [{embeds: [{title: 'x'.repeat(257)}]}, 'embeds'], [{embeds: [{description: 'x'.repeat(4097)}]}, 'embeds'],
        [{embeds: Array(2).fill({description: 'x'.repeat(3001)})}, 'embeds'], [{embeds: [{fields: Array(26).fill({name: 'n', value: 'v'})}]}, 'embeds'], [{embeds: [{color: 'red'}]}, 'embeds'],
        [{content: 'x', allowed_mentions: []}, 'allowed_mentions'], [{content: 'x', allowed_mentions: {parse: 'everyone'}}, 'allowed_mentions'],
    ]) {
        const error = await anyone.refused('executeWebhook', 400, {path: at(webhook), body}, 'invalid_input');
        assert.deepEqual(Object.keys(error.fields), [field], JSON.stringify(body).slice(0, 100));
    }
    assert.equal((await anyone.request('POST', webhook.url, {body: JSON.stringify({content: 'x'.repeat(1_100_000)})})).status, 413);
    assert.deepEqual(await newest(member, path), before);
});

test('embeds keep what is known of them, as it was written, markup and all', async () => {
    const {member, path, webhook} = await hooked();
    const embed = {
        title: '<script>alert(1)</script>', description: 'a "b" \\ </div> é 漢 🎉', url: 'https://x.example/?a=1&b="'.replace('"', '%22'), timestamp: '2026-01-02T03:04:05.678Z', color: 16711680,
        footer: {text: 'f', icon_url: 'http://x.example/f.png'}, image: {url: 'https://x.example/i.png'}, thumbnail: {url: 'https://x.example/t.png'},
        author: {name: 'n', url: 'https://x.example/n', icon_url: 'https://x.example/n.png'}, fields: [{name: 'k', value: 'v', inline: true}, {name: 'l', value: 'w', inline: false}],
    };
    await write(webhook, {embeds: [{...embed, type: 'rich', video: {url: 'https://x.example/v'}, provider: {name: 'p'}, image: {...embed.image, width: 5, onload: 'x'}}]});
    const message = await newest(member, path);
    assert.deepEqual(message.embeds, [embed]);
    assert.equal(message.content, '');
    // As Python's libraries write times.
    await write(webhook, {embeds: [{title: 't', timestamp: '2026-01-02T03:04:05.678901'}]});
    assert.equal((await newest(member, path)).embeds[0].timestamp, '2026-01-02T03:04:05.678901Z');
});

test('a webhook\'s message counts as unread for everybody, and its mentions as mentions', async () => {
    const {owner, member, serverId, channelId, path, webhook} = await hooked();
    const counts = async (client) => (({unreadCount, mentionCount}) => [unreadCount, mentionCount])((await client.ok('listChannels', {path: {serverId}})).channels.find(({id}) => id === channelId));
    const [before] = await counts(member);
    await write(webhook, {content: 'one'});
    await write(webhook, {content: `two <@${member.id}>`});
    assert.deepEqual(await counts(member), [before + 2, 1]);
    await write(webhook, {content: '@everyone three'});
    assert.deepEqual([await counts(member), (await counts(owner))[1]], [[before + 3, 2], 1]);
    for (const allowed_mentions of [{parse: []}, {}, {parse: ['users'], users: []}]) {
        await write(webhook, {content: '@everyone four', allowed_mentions});
        assert.equal((await newest(member, path)).mentionEveryone, false);
    }
    await write(webhook, {content: `five <@${member.id}> <@${owner.id}>`, allowed_mentions: {users: [String(owner.id)]}});
    assert.deepEqual((await newest(member, path)).mentions.map(({id}) => id), [owner.id]);
    await write(webhook, {content: `six @everyone <@${owner.id}>`, allowed_mentions: {parse: ['everyone', 'users', 'roles']}});
    assert.deepEqual((({mentionEveryone, mentions}) => [mentionEveryone, mentions.length])(await newest(member, path)), [true, 1]);
    assert.deepEqual([await counts(member), (await counts(owner))[1]], [[before + 8, 3], 3]);
    const listed = async (client) => (({unreadCount, mentionCount}) => [unreadCount, mentionCount])((await client.ok('listServers')).servers.find(({id}) => id === serverId));
    assert.deepEqual(await listed(member), await counts(member));
    await write(webhook, {content: `seven <@${member.id}>`});
    assert.deepEqual(await listed(member), await counts(member));
    const last = await newest(member, path);
    await member.ok('readChannel', {path, body: {messageId: last.id}});
    assert.deepEqual(await counts(member), [0, 0]);
});

test('its messages can be answered, and deleted by who manages messages, but by nobody edited', async () => {
    const {owner, member, path, webhook} = await hooked();
    await write(webhook, {content: 'question'});
    const message = await newest(member, path);
    const answer = await say(member, path, 'answer', {replyToId: message.id});
    assert.deepEqual(answer.replyTo.author, message.author);
    await owner.refused('updateMessage', 403, {path: {...path, messageId: message.id}, body: {content: 'x'}});
    await member.refused('deleteMessage', 403, {path: {...path, messageId: message.id}});
    await owner.ok('deleteMessage', {path: {...path, messageId: message.id}});
});

test('a deleted webhook writes nothing more; its messages stay', async () => {
    const {owner, member, serverId, path, webhook} = await hooked();
    await write(webhook, {content: 'stays'});
    await member.refused('deleteWebhook', 403, {path: {serverId, webhookId: webhook.id}});
    await owner.ok('deleteWebhook', {path: {serverId, webhookId: webhook.id}});
    await owner.refused('deleteWebhook', 404, {path: {serverId, webhookId: webhook.id}});
    await anyone.refused('executeWebhook', 404, {path: at(webhook), body: {content: 'x'}});
    await anyone.refused('getWebhook', 404, {path: at(webhook)});
    assert.equal((await newest(member, path)).content, 'stays');
    assert.deepEqual((await owner.ok('listWebhooks', {path: {serverId}})).webhooks, []);
});

test('webhooks are for those with the right to manage them, in their own server alone', async () => {
    const {owner, member, outsider, serverId, channelId, webhook} = await hooked();
    const elsewhere = await newServer(outsider);
    await member.refused('listWebhooks', 403, {path: {serverId}});
    await member.refused('createWebhook', 403, {path: {serverId}, body: {channelId, name: 'x'}});
    await outsider.refused('listWebhooks', 404, {path: {serverId}});
    await outsider.refused('createWebhook', 404, {path: {serverId}, body: {channelId, name: 'x'}});
    await outsider.refused('deleteWebhook', 404, {path: {serverId, webhookId: webhook.id}});
    await outsider.refused('deleteWebhook', 404, {path: {serverId: elsewhere.serverId, webhookId: webhook.id}});
    assert.equal((await owner.ok('listWebhooks', {path: {serverId}})).webhooks.length, 1);
    assert.deepEqual((await outsider.ok('listWebhooks', {path: {serverId: elsewhere.serverId}})).webhooks, []);
});

test('what a webhook is to be is checked by name; voice channels and categories take none', async () => {
    const {owner, serverId, channelId} = await company();
    for (const [body, field] of [[{channelId}, 'name'], [{channelId, name: ''}, 'name'], [{channelId, name: 'x'.repeat(81)}, 'name'], [{name: 'x'}, 'channelId'], [{name: 'x', channelId: 'a'}, 'channelId']]) {
        const error = await owner.refused('createWebhook', 400, {path: {serverId}, body}, 'invalid_input');
        assert.deepEqual(Object.keys(error.fields), [field]);
    }
    await owner.refused('createWebhook', 404, {path: {serverId}, body: {channelId: 9007199254740991, name: 'x'}});
    for (const type of ['voice', 'category']) {
        const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'v', type}});
        await owner.refused('createWebhook', 400, {path: {serverId}, body: {channelId: channel.id, name: 'x'}}, 'not_a_text_channel');
    }
});

test('a channel takes fifteen webhooks, however many are created at once', async () => {
    const {owner, serverId, channelId} = await company();
    const answers = await Promise.all(Array.from({length: 18}, (_, i) => owner.call('createWebhook', {path: {serverId}, body: {channelId, name: `w${i}`}})));
    assert.deepEqual([answers.filter(({status}) => status === 201).length, answers.filter(({status}) => status === 400).length], [15, 3]);
    assert.equal((await owner.ok('listWebhooks', {path: {serverId}})).webhooks.length, 15);
});

test('many senders at once lose nothing and keep every count', async () => {
    const {owner, member, serverId, channelId, path, webhook} = await hooked();
    const reader = await person();
    await letIn(owner, serverId, reader);
    const bodies = Array.from({length: 20}, (_, i) => `n${i}`);
    await Promise.all(bodies.flatMap((content) => [write(webhook, {content}), say(member, path, content)]));
    const {messages} = await reader.ok('listMessages', {path, query: {limit: 100}});
    assert.equal(messages.filter(({author}) => author.id === webhook.id).length, 20);
    assert.equal((await reader.ok('listChannels', {path: {serverId}})).channels.find(({id}) => id === channelId).unreadCount, 40);
});

test('creating and deleting a webhook is in the audit log, without its token', async () => {
    const {owner, serverId, channelId, webhook} = await hooked();
    await owner.ok('deleteWebhook', {path: {serverId, webhookId: webhook.id}});
    const {entries} = await owner.ok('listAuditLog', {path: {serverId}});
    const [created, deleted] = entries.filter(({action}) => action.startsWith('webhook_'));
    assert.deepEqual([created.action, created.targetId, created.target], ['webhook_create', webhook.id, {name: 'Build bot'}]);
    assert.deepEqual(created.changes, [{key: 'channelId', before: null, after: channelId}, {key: 'name', before: null, after: 'Build bot'}]);
    assert.deepEqual([deleted.action, deleted.target, deleted.changes], ['webhook_delete', {name: 'Build bot'}, [{key: 'channelId', before: channelId, after: null}, {key: 'name', before: 'Build bot', after: null}]]);
    assert.ok(!JSON.stringify(entries).includes(webhook.token));
});
