// Messages in channels: write, read a page, edit, delete, repeat, order.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {company, letIn, newServer, person, say, unique} from '../support/world.mjs';

const ids = (messages) => messages.map((message) => message.id);
const page = async (client, path, query = {}) => (await client.ok('listMessages', {path, query})).messages;

test('a message is answered whole, and is then in the list for everybody', async () => {
    const {owner, member, path} = await company();
    const answer = await owner.call('createMessage', {path, body: {content: 'Hello **there**', nonce: 'n-1'}});
    assert.equal(answer.status, 201);
    const {nonce, ...message} = answer.body.message;
    assert.equal(nonce, 'n-1');
    assert.deepEqual(message.author, {id: owner.id, username: owner.user.username, displayName: owner.user.displayName, avatarUrl: null});
    assert.deepEqual([message.content, message.type, message.replyTo, message.editedAt, message.pinned], ['Hello **there**', 'default', null, null, false]);
    assert.ok(Math.abs(Date.parse(message.createdAt) - Date.now()) < 60_000);
    for (const client of [owner, member]) {
        const [{nonce: _, ...listed}] = await page(client, path);
        assert.deepEqual(listed, message);
        const {nonce: __, ...single} = (await client.ok('getMessage', {path: {...path, messageId: message.id}})).message;
        assert.deepEqual(single, message);
    }
});

test('content is kept as typed: any script, any quote, any line', async () => {
    const {owner, path} = await company();
    const contents = ['👩‍👩‍👧‍👦 family', '日本語 עברית العربية', '"quoted" \\back\\slash\\ \t tab', 'line\nline\r\n\n```js\nx("\\u0000")\n```', "'; DROP TABLE messages; --", '</script><b>', 'a\u200db\u202ec', '{"json": [1, null]}', '%s %n %d', '$1 $2', '\u{10FFFF}', '\u0001\u001f\u007f'];
    for (const content of contents) {
        const message = await say(owner, path, content);
        assert.equal(message.content, content);
    }
    assert.deepEqual((await page(owner, path)).map((message) => message.content), contents);
});

test('content is 1 to 4000 characters after trimming', async () => {
    const {owner, path} = await company();
    for (const content of ['', ' ', '\n\t \r\n', 'x'.repeat(4001), '👍'.repeat(4001)]) {
        const error = await owner.refused('createMessage', 400, {path, body: {content}}, 'invalid_input');
        assert.deepEqual(Object.keys(error.fields), ['content']);
    }
    assert.equal((await say(owner, path, 'x'.repeat(4000))).content.length, 4000);
    assert.equal([...(await say(owner, path, '👍'.repeat(4000))).content].length, 4000);
    assert.equal((await say(owner, path, '  padded \n')).content.trim(), 'padded');
});

test('a reply carries what it answers, of the same channel only', async () => {
    const {owner, member, serverId, path} = await company();
    const question = await say(owner, path, 'How are you?');
    const answer = await say(member, path, 'Well', {replyToId: question.id});
    assert.deepEqual(answer.replyTo, {id: question.id, author: question.author, content: question.content});
    assert.deepEqual((await page(owner, path)).at(-1).replyTo, answer.replyTo);
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'other', type: 'text'}});
    for (const [where, replyToId] of [[{serverId, channelId: channel.id}, question.id], [path, 9007199254740991]]) {
        const error = await member.refused('createMessage', 400, {path: where, body: {content: 'x', replyToId}}, 'invalid_input');
        assert.deepEqual(Object.keys(error.fields), ['replyToId']);
    }
});

test('a mention names its user', async () => {
    const {owner, member, path} = await company();
    const message = await say(owner, path, `hi <@${member.id}> and <@9007199254740991>`);
    assert.deepEqual(message.mentions, [{id: member.id, username: member.user.username, displayName: member.user.displayName}]);
    assert.deepEqual((await page(member, path))[0].mentions, message.mentions);
});

test('the author edits a message, which then says so', async () => {
    const {owner, path} = await company();
    const message = await say(owner, path, 'tpyo');
    assert.equal(message.editedAt, null);
    const edited = (await owner.ok('updateMessage', {path: {...path, messageId: message.id}, body: {content: 'typo'}})).message;
    assert.equal(edited.content, 'typo');
    assert.ok(Date.parse(edited.editedAt) >= Date.parse(message.createdAt));
    assert.deepEqual([edited.id, edited.createdAt], [message.id, message.createdAt]);
    assert.equal((await page(owner, path))[0].content, 'typo');
    await owner.refused('updateMessage', 400, {path: {...path, messageId: message.id}, body: {content: '  '}}, 'invalid_input');
});

test('nobody edits the message of another, the owner neither; the owner may delete it', async () => {
    const {owner, member, path} = await company();
    const message = await say(member, path, 'mine');
    await owner.refused('updateMessage', 403, {path: {...path, messageId: message.id}, body: {content: 'yours'}}, 'forbidden');
    const of = await say(owner, path, 'the owner’s');
    await member.refused('updateMessage', 403, {path: {...path, messageId: of.id}, body: {content: 'x'}}, 'forbidden');
    await member.refused('deleteMessage', 403, {path: {...path, messageId: of.id}}, 'forbidden');
    assert.equal((await owner.call('deleteMessage', {path: {...path, messageId: message.id}})).status, 204);
    assert.deepEqual(ids(await page(member, path)), [of.id]);
});

test('a deleted message is gone from every call', async () => {
    const {owner, path} = await company();
    const message = await say(owner, path, 'oops');
    const at = {...path, messageId: message.id};
    assert.equal((await owner.call('deleteMessage', {path: at})).status, 204);
    await owner.refused('getMessage', 404, {path: at});
    await owner.refused('updateMessage', 404, {path: at, body: {content: 'x'}});
    await owner.refused('deleteMessage', 404, {path: at});
    assert.deepEqual(await page(owner, path), []);
});

test('a message is only found in its own channel', async () => {
    const {owner, serverId, path} = await company();
    const message = await say(owner, path, 'here');
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'there', type: 'text'}});
    const there = {serverId, channelId: channel.id, messageId: message.id};
    await owner.refused('getMessage', 404, {path: there});
    await owner.refused('updateMessage', 404, {path: there, body: {content: 'x'}});
    await owner.refused('deleteMessage', 404, {path: there});
    assert.equal((await page(owner, path))[0].content, 'here');
});

test('pages are chronological and bounded, and before, after and around meet without gap or overlap', async () => {
    const {owner, path} = await company();
    const all = [];
    for (let i = 0; i < 60; i += 1) all.push((await say(owner, path, `m${i}`)).id);
    assert.deepEqual(ids(await page(owner, path)), all.slice(10));
    assert.deepEqual(ids(await page(owner, path, {limit: 100})), all);
    assert.deepEqual(ids(await page(owner, path, {limit: 1})), all.slice(-1));
    assert.deepEqual(ids(await page(owner, path, {before: all[20], limit: 5})), all.slice(15, 20));
    assert.deepEqual(ids(await page(owner, path, {before: all[3]})), all.slice(0, 3));
    assert.deepEqual(ids(await page(owner, path, {after: all[20], limit: 5})), all.slice(21, 26));
    assert.deepEqual(ids(await page(owner, path, {after: all.at(-1)})), []);
    assert.deepEqual(ids(await page(owner, path, {after: 0, limit: 3})), all.slice(0, 3));
    assert.deepEqual(ids(await page(owner, path, {before: all[0]})), []);
    assert.deepEqual(ids(await page(owner, path, {before: 9007199254740991, limit: 2})), all.slice(-2));
    const around = ids(await page(owner, path, {around: all[30], limit: 11}));
    assert.equal(around.length, 11);
    assert.deepEqual(around, all.slice(all.indexOf(around[0]), all.indexOf(around[0]) + 11));
    assert.ok(around.includes(all[30]) && around.includes(all[28]) && around.includes(all[32]));
    for (const around of [all[0], all.at(-1)]) assert.ok(ids(await page(owner, path, {around, limit: 5})).includes(around));

    let walked = [];
    for (let before; ; before = walked[0]) {
        const part = ids(await page(owner, path, {limit: 7, ...(before ? {before} : {})}));
        if (!part.length) break;
        walked = [...part, ...walked];
    }
    assert.deepEqual(walked, all);
});

test('a limit or a cursor that is no such number is refused and named', async () => {
    const {owner, path} = await company();
    for (const limit of ['0', '101', '-1', 'x', '1.5', '1e1', '', '99999999999999999999']) {
        const error = await owner.refused('listMessages', 400, {path, query: {limit}}, 'invalid_input');
        assert.deepEqual(Object.keys(error.fields), ['limit'], `limit=${limit}`);
    }
    for (const name of ['before', 'after', 'around']) for (const value of ['-1', 'abc', '1e3', '9007199254740992', '1 OR 1=1', '99999999999999999999']) {
        const error = await owner.refused('listMessages', 400, {path, query: {[name]: value}}, 'invalid_input');
        assert.deepEqual(Object.keys(error.fields), [name], `${name}=${value}`);
    }
});

for (const [how, options] of [
    ['a nonce', (key, content) => ({body: {content, nonce: key}})],
    ['an Idempotency-Key', (key, content) => ({body: {content}, headers: {'idempotency-key': key}})],
]) {
    test(`${how} repeated gives the first message again, once`, async () => {
        const {owner, path} = await company();
        const key = unique('key');
        const first = await owner.ok('createMessage', {path, ...options(key, 'once')});
        for (let i = 0; i < 3; i += 1) assert.deepEqual(await owner.ok('createMessage', {path, ...options(key, 'once')}), first);
        assert.deepEqual(ids(await page(owner, path)), [first.message.id]);
    });

    test(`${how} repeated ten times at once gives one message`, async () => {
        const {owner, path} = await company();
        const key = unique('key');
        const answers = await Promise.all(Array.from({length: 10}, () => owner.ok('createMessage', {path, ...options(key, 'once')})));
        assert.equal(new Set(answers.map((answer) => answer.message.id)).size, 1);
        assert.equal((await page(owner, path)).length, 1);
    });

    test(`${how} is the author's own: another person's or another place's is another message`, async () => {
        const {owner, member, path} = await company();
        const elsewhere = await newServer(owner);
        const key = unique('key');
        await owner.ok('createMessage', {path, ...options(key, 'mine')});
        assert.equal((await member.ok('createMessage', {path, ...options(key, 'yours')})).message.content, 'yours');
        assert.equal((await owner.ok('createMessage', {path: elsewhere.path, ...options(key, 'elsewhere')})).message.serverId, elsewhere.serverId);
        assert.deepEqual((await page(owner, path)).map((message) => message.content), ['mine', 'yours']);
    });
}

test('a nonce or key of more than 64 characters is refused', async () => {
    const {owner, path} = await company();
    const error = await owner.refused('createMessage', 400, {path, body: {content: 'x', nonce: 'n'.repeat(65)}}, 'invalid_input');
    assert.deepEqual(Object.keys(error.fields), ['nonce']);
    await owner.refused('createMessage', 400, {path, body: {content: 'x'}, headers: {'idempotency-key': 'k'.repeat(65)}}, 'invalid_input');
    await owner.ok('createMessage', {path, body: {content: 'x', nonce: 'n'.repeat(64)}});
});

test('16 writers at once: nothing is lost, and the order of ids is the order in which a reader finds them', async () => {
    const owner = await person();
    const {serverId, path} = await newServer(owner);
    const writers = await Promise.all(Array.from({length: 15}, () => person('writer')));
    await letIn(owner, serverId, ...writers);
    const answered = [];
    const seen = [];
    let writing = true;
    const follow = async () => {
        for (;;) {
            const done = !writing;
            const part = ids(await page(owner, path, {after: seen.at(-1) ?? 0, limit: 100}));
            seen.push(...part);
            if (done && part.length < 100) return;
        }
    };
    const write = async (client, name) => {
        let last = 0;
        for (let i = 0; i < 10; i += 1) {
            const {id} = await say(client, path, `${name} ${i}`);
            assert.ok(id > last, 'ids of one writer grow');
            last = id;
            answered.push(id);
        }
    };
    const reading = follow();
    await Promise.all([owner, ...writers].map((client, i) => write(client, `w${i}`))).finally(() => (writing = false));
    await reading;
    assert.equal(new Set(answered).size, 160);
    assert.deepEqual(seen, [...answered].sort((a, b) => a - b), 'after= skipped or repeated a message');
    assert.equal((await owner.ok('getChannel', {path})).channel.lastMessageId, seen.at(-1));
});

test('reading needs a message of the channel', async () => {
    const {owner, member, path} = await company();
    const message = await say(owner, path, 'x');
    assert.equal((await member.call('readChannel', {path, body: {messageId: message.id}})).status, 204);
    const {status} = await member.call('readChannel', {path, body: {messageId: 9007199254740991}});
    assert.ok([400, 404].includes(status), `unknown message -> ${status}`);
});

test('typing is accepted from a member', async () => {
    const {member, path} = await company();
    assert.equal((await member.call('typeInChannel', {path})).status, 204);
    assert.equal((await member.call('typeInChannel', {path})).status, 204);
});

test('unread counts stay true while messages are read and deleted at once', async () => {
    const {owner, member, serverId, path} = await company();
    const counts = async () => {
        const {channels} = await member.ok('listChannels', {path: {serverId}});
        const {unreadCount, mentionCount} = channels.find(({id}) => id === path.channelId);
        return [unreadCount, mentionCount];
    };
    for (let round = 0; round < 6; round += 1) {
        const messages = [];
        for (let i = 0; i < 6; i += 1) messages.push(await say(owner, path, `<@${member.id}>`));
        await Promise.all(messages.flatMap(({id}) => [
            member.ok('readChannel', {path, body: {messageId: id}}),
            owner.ok('deleteMessage', {path: {...path, messageId: id}}),
        ]));
        const last = await say(owner, path, 'one more');
        assert.deepEqual(await counts(), [1, 0], `round ${round}`);
        await member.ok('readChannel', {path, body: {messageId: last.id}});
        assert.deepEqual(await counts(), [0, 0]);
    }
});

test('mentionCount follows edits: who is mentioned by an unread message counts it, until it is edited away or deleted', async () => {
    const {owner, member, serverId, path} = await company();
    const mentions = async () => (await member.ok('listServers')).servers.find(({id}) => id === serverId).mentionCount;
    const [first, second] = [await say(owner, path, `<@${member.id}>`), await say(owner, path, 'nobody')];
    const edit = (message, content) => owner.ok('updateMessage', {path: {...path, messageId: message.id}, body: {content}});
    assert.equal(await mentions(), 1);
    await edit(second, `<@${member.id}>`);
    assert.equal(await mentions(), 2);
    await owner.ok('deleteMessage', {path: {...path, messageId: second.id}});
    assert.equal(await mentions(), 1);
    await edit(first, `again <@${member.id}>`);
    assert.equal(await mentions(), 1);
    await edit(first, 'nobody');
    assert.equal(await mentions(), 0);
    await owner.ok('deleteMessage', {path: {...path, messageId: first.id}});
    assert.equal(await mentions(), 0);
});

test('a message or a name that shows nothing is refused, in any script', async () => {
    const {owner, path} = await company();
    for (const content of ['\u00a0', '\u3000\n', '\u200b', '\u2060\ufeff', '\u202e\u200d', '\u3164']) {
        await owner.refused('createMessage', 400, {path, body: {content}}, 'invalid_input');
        await owner.refused('updateMe', 400, {body: {displayName: content}}, 'invalid_input');
    }
    assert.equal((await say(owner, path, '\u3000\u00a0x \u2003y\u200d\u00a0')).content, 'x \u2003y\u200d');
});

test('many messages are deleted at once; ids of nothing here are ignored', async () => {
    const {owner, member, serverId, path} = await company();
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'other', type: 'text'}});
    const elsewhere = await say(owner, {serverId, channelId: channel.id}, 'elsewhere');
    const all = [];
    for (let i = 0; i < 5; i += 1) all.push(await say(i % 2 ? owner : member, path, `m${i}`));
    const wanted = [all[0].id, all[1].id, all[3].id, elsewhere.id, 9007199254740991];
    assert.equal((await owner.call('deleteMessages', {path, body: {ids: wanted}})).status, 204);
    assert.deepEqual(ids(await page(owner, path)), [all[2].id, all[4].id]);
    assert.equal((await page(owner, {serverId, channelId: channel.id})).length, 1);
    await owner.refused('deleteMessages', 404, {path, body: {ids: wanted}}, 'not_found');
});

test('two moderators deleting the same messages at once delete each once, and the counts stay right', async () => {
    const {owner, member, serverId, path} = await company();
    const all = [];
    for (let i = 0; i < 8; i += 1) all.push((await say(owner, path, `<@${member.id}>`)).id);
    await member.ok('readChannel', {path, body: {messageId: all[2]}});
    const answers = await Promise.all(Array.from({length: 6}, (_, i) => owner.call('deleteMessages', {path, body: {ids: all.slice(i % 3, 7)}})));
    assert.ok(answers.every(({status}) => [204, 404].includes(status)));
    const {channels} = await member.ok('listChannels', {path: {serverId}});
    const {unreadCount, mentionCount} = channels.find(({id}) => id === path.channelId);
    assert.deepEqual([unreadCount, mentionCount], [1, 1]);
});

test('2 to 100 different ids are deleted at once, by who manages messages only', async () => {
    const {owner, member, outsider, path} = await company();
    const [a, b] = [await say(member, path, 'a'), await say(member, path, 'b')];
    for (const wrong of [undefined, null, [], [a.id], [a.id, a.id], [a.id, 'x'], [a.id, 0], 'x', {}, Array.from({length: 101}, (_, i) => i + 1)]) {
        const error = await owner.refused('deleteMessages', 400, {path, body: {ids: wrong}}, 'invalid_input');
        assert.deepEqual(Object.keys(error.fields), ['ids'], JSON.stringify(wrong));
    }
    await member.refused('deleteMessages', 403, {path, body: {ids: [a.id, b.id]}}, 'forbidden');
    await outsider.refused('deleteMessages', 404, {path, body: {ids: [a.id, b.id]}}, 'not_found');
    assert.equal((await page(owner, path)).length, 2);
});

test('a reply to what was deleted is refused, and what it answered is null when that is deleted later', async () => {
    const {owner, member, path} = await company();
    const [question, gone] = [await say(owner, path, 'why?'), await say(owner, path, 'oops')];
    const answer = await say(member, path, 'because', {replyToId: question.id});
    await owner.ok('deleteMessage', {path: {...path, messageId: gone.id}});
    const error = await member.refused('createMessage', 400, {path, body: {content: 'x', replyToId: gone.id}}, 'invalid_input');
    assert.deepEqual(Object.keys(error.fields), ['replyToId']);
    await owner.ok('deleteMessage', {path: {...path, messageId: question.id}});
    assert.equal((await owner.ok('getMessage', {path: {...path, messageId: answer.id}})).message.replyTo, null);
    assert.equal(answer.mentions.length, 0);
});

const slowChannel = async (owner, serverId, slowmodeSeconds) => {
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'slow', type: 'text', slowmodeSeconds}});
    return {serverId, channelId: channel.id};
};

test('slow mode lets a member write once in its time and says how long he has to wait', async () => {
    const {owner, member, serverId} = await company();
    const path = await slowChannel(owner, serverId, 60);
    await say(member, path, 'first');
    const answer = await member.call('createMessage', {path, body: {content: 'second'}});
    assert.deepEqual([answer.status, answer.body.code], [429, 'slowmode']);
    const wait = Number(answer.headers.get('retry-after'));
    assert.ok(wait > 50 && wait <= 60, `Retry-After: ${wait}`);
    for (let i = 0; i < 3; i += 1) await say(owner, path, 'whoever manages the channel is not slowed');
    assert.equal((await page(owner, path)).length, 4);
});

test('slow mode is over when its time is', async () => {
    const {owner, member, serverId} = await company();
    const path = await slowChannel(owner, serverId, 1);
    await say(member, path, 'first');
    let refused = 0;
    for (;;) {
        const answer = await member.call('createMessage', {path, body: {content: 'second'}});
        if (answer.status === 201) break;
        assert.deepEqual([answer.body.code, answer.headers.get('retry-after')], ['slowmode', '1']);
        refused += 1;
    }
    assert.ok(refused > 0);
    const [first, second] = await page(owner, path);
    assert.ok(Date.parse(second.createdAt) - Date.parse(first.createdAt) >= 990);
});

test('of several messages at once slow mode lets one through, and none of the others counts', async () => {
    const {owner, member, serverId} = await company();
    const path = await slowChannel(owner, serverId, 3600);
    const answers = await Promise.all(Array.from({length: 8}, (_, i) => member.call('createMessage', {path, body: {content: `m${i}`}})));
    assert.deepEqual(answers.map(({status}) => status).sort(), [201, 429, 429, 429, 429, 429, 429, 429]);
    assert.equal((await owner.ok('getChannel', {path})).channel.unreadCount, 1);
    assert.equal((await page(owner, path)).length, 1);
});

test('a repeat is no second message for slow mode', async () => {
    const {owner, member, serverId} = await company();
    const path = await slowChannel(owner, serverId, 3600);
    const body = {content: 'once', nonce: unique('n')};
    const answers = await Promise.all(Array.from({length: 4}, () => member.ok('createMessage', {path, body})));
    assert.equal(new Set(answers.map(({message}) => message.id)).size, 1);
    await member.refused('createMessage', 429, {path, body: {content: 'twice', nonce: unique('n')}}, 'slowmode');
});

test('deleting a message does not make slow mode forget it', async () => {
    const {owner, member, serverId} = await company();
    const path = await slowChannel(owner, serverId, 3600);
    const {id} = await say(member, path, 'first');
    await member.ok('deleteMessage', {path: {...path, messageId: id}});
    await member.refused('createMessage', 429, {path, body: {content: 'second'}}, 'slowmode');
});

test('somebody who is removed while he writes is a member or not: no message is stored of one who was none', async () => {
    const {owner, member, serverId, path} = await company();
    const write = async () => {
        for (let i = 0; ; i += 1) {
            const answer = await member.call('createMessage', {path, body: {content: `m${i}`, replyToId: i % 2 ? anchor.id : undefined}});
            if (answer.status !== 201) return answer;
        }
    };
    const anchor = await say(owner, path, 'to reply to');
    const writing = [write(), write(), write()];
    while ((await page(owner, path)).length < 10);
    await owner.ok('kickMember', {path: {serverId, userId: member.id}});
    const {lastMessageId} = (await owner.ok('getChannel', {path})).channel;
    for (const answer of await Promise.all(writing)) assert.deepEqual([answer.status, answer.body.code], [404, 'not_found']);
    assert.equal((await owner.ok('getChannel', {path})).channel.lastMessageId, lastMessageId);
});
