// Search: what is found in which script, in which order, with what highlighted, and by whom.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {png} from '../support/pictures.mjs';
import {sql, upload} from '../support/files.mjs';
import {company, newServer, person, say} from '../support/world.mjs';

const find = (client, serverId, query) => client.ok('searchMessages', {path: {serverId}, query: typeof query === 'string' ? {q: query} : query});
const texts = async (client, serverId, query) => (await find(client, serverId, query)).messages.map(({content}) => content);
const serverSql = (serverId, text) => sql(text, 'server', String(serverId));

/** A server whose general channel holds these messages: {…company, said: the messages in order}. */
async function place(...contents) {
    const here = await company();
    const said = [];
    for (const content of contents) said.push(await say(here.owner, here.path, content));
    return {...here, said};
}

/** A channel that only the owner sees, until `sees` lets somebody. */
async function secretChannel({owner, serverId}) {
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'secret', type: 'text'}});
    const bits = (n) => `UPDATE channels SET is_open = false WHERE id = ${channel.id};
        INSERT INTO overwrites (channel_id, target_type, target_id, deny) SELECT ${channel.id}, 'role', id, ${n} FROM roles WHERE is_everyone`;
    return {
        channelId: channel.id,
        path: {serverId, channelId: channel.id},
        deny: (permission) => serverSql(serverId, bits(permission)),
        open: () => serverSql(serverId, `DELETE FROM overwrites WHERE channel_id = ${channel.id}`),
        sees: (who) => serverSql(serverId, `INSERT INTO overwrites (channel_id, target_type, target_id, allow) VALUES (${channel.id}, 'member', ${who.id}, 66560)`),
    };
}

test('a message that is found is the message, with where it matches', async () => {
    const {owner, member, serverId, said, path} = await place('The quick brown fox');
    const {messages, total} = await find(member, serverId, 'QUICK');
    assert.equal(total, 1);
    const {highlights, ...message} = messages[0];
    const {message: {nonce: _, ...original}} = await member.ok('getMessage', {path: {...path, messageId: said[0].id}});
    assert.deepEqual(message, original);
    assert.deepEqual(highlights, [{start: 4, end: 9}]);
    assert.deepEqual((await find(owner, serverId, 'nowhere')), {messages: [], total: 0});
});

test('words are found in every script, whatever case, accents and width, whole or in part', async () => {
    const {owner, serverId} = await place(
        'Привет, как ДЕЛА у сервера?', 'Мой ёжик', 'мои ежи', '我们明天去北京大学', '東京タワーへ行きます', '안녕하세요 한국 사람', 'Élève à la forêt près du château', 'decomposed: cafe\u0301',
        'Die Straße ist groß', 'İstanbul ve ISPARTA', 'Ｆｕｌｌ Ｗｉｄｔｈ', 'Tiếng Việt', 'Łódź ØRESUND', 'unbelievable', 'ΟΔΥΣΣΕΥΣ', 'ｶﾞﾗｽ');
    const expected = {
        привет: 1, дела: 1, 'СЕРВЕР': 1, ервер: 1, мой: 1, мои: 1, ёж: 2, ежик: 1, 我: 1, 京: 2, 北京: 1, 北京大: 1, 大北: 0, 東京: 1, タワー: 1, 行: 1, 한국: 1, 한: 1, 녕하: 1,
        eleve: 1, élève: 1, foret: 1, CHÂTEAU: 1, café: 1, cafe: 1, strasse: 1, Straße: 1, STRASSE: 1, groß: 1, istanbul: 1, isparta: 1, full: 1, width: 1, viet: 1, việt: 1,
        lodz: 1, oresund: 1, lievab: 1, οδυσσευς: 1, ガラス: 1, 'to': 0, 'ca': 1,
    };
    for (const [q, count] of Object.entries(expected)) {
        const found = await find(owner, serverId, q);
        assert.deepEqual([q, found.total, found.messages.length], [q, count, count]);
    }
});

test('all words must be there, a phrase as it stands', async () => {
    const {owner, serverId} = await place('alpha beta gamma', 'gamma alpha', 'beta gamma alpha', 'alpha');
    assert.deepEqual(new Set(await texts(owner, serverId, 'alpha gamma')), new Set(['alpha beta gamma', 'gamma alpha', 'beta gamma alpha']));
    assert.deepEqual(await texts(owner, serverId, '"gamma alpha" beta'), ['beta gamma alpha']);
    assert.deepEqual(await texts(owner, serverId, '"alpha beta'), ['alpha beta gamma']);
    assert.deepEqual(await texts(owner, serverId, 'one two three four five alpha'), []);
    assert.equal((await texts(owner, serverId, 'alph bet gamm alp lpha')).length, 2);
});

test('signs stand for themselves, wildcards and quotes of SQL too', async () => {
    const all = ['100% sure', '1000 sure', 'snake_case', 'snakeXcase', 'back\\slash', "it's; DROP TABLE messages; --", 'C++ and C#', '😀 smile', 'a "b" c'];
    const {owner, serverId} = await place(...all);
    for (const [q, contents] of [['100%', ['100% sure']], ['%', ['100% sure']], ['_', ['snake_case']], ['snake_case', ['snake_case']], ['\\', ['back\\slash']], ['back\\', ['back\\slash']],
        ["it's; DROP TABLE messages; --", ["it's; DROP TABLE messages; --"]], ["' OR 1=1 --", []], ['c++', ['C++ and C#']], ['😀', ['😀 smile']], ['%%', []], ['$1', []], ['.*', []]]) assert.deepEqual([q, await texts(owner, serverId, q)], [q, contents]);
    assert.deepEqual((await texts(owner, serverId, {after: 1, sort: 'newest'})).length, all.length - 1);
});

test('whole words come before parts of words, words next to each other before others, newer before older', async () => {
    const {owner, serverId, said} = await place('cat one', 'cat two', 'concatenate', 'dog and cat', 'cat dog', 'cat and dog');
    assert.deepEqual(await texts(owner, serverId, 'cat'), ['cat and dog', 'cat dog', 'dog and cat', 'cat two', 'cat one', 'concatenate']);
    assert.deepEqual(await texts(owner, serverId, 'cat dog'), ['cat dog', 'cat and dog', 'dog and cat']);
    assert.deepEqual((await find(owner, serverId, {q: 'cat', sort: 'newest'})).messages.map(({id}) => id), said.map(({id}) => id).reverse());
});

test('every highlighted part is what was looked for, in UTF-16 code units', async () => {
    const {owner, serverId} = await place('😀😀 Élan élan ELAN 😀', 'Straße, straSSe', '東京と京都', 'cafe\u0301 au lait', 'a'.repeat(4000), '😀'.repeat(3000) + 'needle');
    for (const [q, parts] of [['elan', ['Élan', 'élan', 'ELAN']], ['strasse', ['Straße', 'straSSe']], ['京', ['京', '京']], ['"東京"', ['東京']], ['café', ['cafe\u0301']], ['needle', ['needle']], ['au lait', ['au', 'lait']]]) {
        const {messages} = await find(owner, serverId, q);
        assert.deepEqual([q, messages[0].highlights.map(({start, end}) => messages[0].content.slice(start, end))], [q, parts]);
    }
    const [{highlights}] = (await find(owner, serverId, 'aaaa')).messages;
    assert.ok(highlights.length <= 100 && highlights.every(({start, end}, i) => start < end && end <= 4000 && (i === 0 || start > highlights[i - 1].end)));
});

test('each filter narrows, alone and with words', async () => {
    const {owner, member, serverId, channelId, path} = await place('plain text');
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'other', type: 'text'}});
    const there = await say(member, {serverId, channelId: channel.id}, 'text there');
    const link = await say(owner, path, 'text with https://example.com/');
    const hello = await say(owner, path, `text for <@${member.id}>`);
    const picture = await upload(owner, png(4, 4), 'dot.png', 'image/png');
    const image = await say(owner, path, 'text and picture', {attachmentIds: [picture.id]});
    const found = async (query, q = 'text') => {
        const both = [await find(owner, serverId, query), await find(owner, serverId, {...query, q})].map(({messages}) => messages.map(({id}) => id));
        assert.deepEqual(both[1], both[0], JSON.stringify(query));
        return both[0];
    };
    assert.deepEqual(await found({authorId: member.id}), [there.id]);
    assert.deepEqual(await found({channelId: channel.id}), [there.id]);
    assert.deepEqual(await found({has: 'link'}), [link.id]);
    assert.deepEqual(await found({mentions: member.id}), [hello.id]);
    assert.deepEqual(await found({has: 'image'}), [image.id]);
    assert.deepEqual(await found({has: 'file,image'}), [image.id]);
    assert.deepEqual(await found({has: 'video'}), []);
    assert.deepEqual(await found({has: 'embed'}), []);
    assert.deepEqual(await found({has: 'link,embed'}), []);
    assert.deepEqual(await found({before: there.id}), [there.id - 1]);
    assert.ok((await found({after: there.id})).every((id) => id > there.id));
    assert.deepEqual(await found({after: there.id, before: hello.id}), [link.id]);
    assert.deepEqual(await found({authorId: member.id, channelId}), []);
    const all = (await found({channelId})).length + 1;
    assert.deepEqual([(await found({before: '2100-01-01'})).length, (await found({after: '2100-01-01'})).length, (await found({after: '2020-01-01'})).length, (await found({before: '2020-01-01T00:00:00Z'})).length], [all, 0, all, 0]);
    assert.deepEqual((await found({after: there.createdAt})).at(-1), there.id);
    assert.ok(!(await found({before: there.createdAt})).includes(there.id));
});

test('pages of results meet, and total counts all of them', async () => {
    const {owner, serverId, said} = await place(...Array.from({length: 12}, (_, i) => `page ${i}`));
    const pages = [];
    for (const offset of [0, 5, 10, 15]) pages.push(await find(owner, serverId, {q: 'page', limit: 5, offset}));
    assert.deepEqual(pages.map(({total}) => total), [12, 12, 12, 12]);
    assert.deepEqual(pages.flatMap(({messages}) => messages.map(({id}) => id)), said.map(({id}) => id).reverse());
    assert.deepEqual((await find(owner, serverId, {q: 'page', limit: 1})).messages.length, 1);
});

test('an edited message is found by what it says now, a deleted one never', async () => {
    const {owner, serverId, path, said: [first, second]} = await place('before the edit', 'to be deleted');
    await owner.ok('updateMessage', {path: {...path, messageId: first.id}, body: {content: 'afterwards'}});
    assert.deepEqual(await texts(owner, serverId, 'edit'), []);
    assert.deepEqual(await texts(owner, serverId, 'afterwards'), ['afterwards']);
    await owner.ok('deleteMessage', {path: {...path, messageId: second.id}});
    assert.deepEqual(await texts(owner, serverId, 'deleted'), []);
    assert.equal((await find(owner, serverId, {channelId: path.channelId})).total, 1);
});

test('a channel that one may not see, or whose history one may not read, is not there, and that at once', async () => {
    const here = await place('open treasure');
    const {owner, member, outsider, serverId} = here;
    const secret = await secretChannel(here);
    await say(owner, secret.path, 'hidden treasure');
    for (const permission of [1024, 65536]) {
        secret.deny(permission);
        assert.equal((await find(owner, serverId, 'treasure')).total, 2);
        for (const query of [{q: 'treasure'}, {q: 'hidden'}, {authorId: owner.id}, {q: '"hidden treasure"'}, {q: 'reasur', sort: 'newest'}, {after: 1}]) {
            const {messages, total} = await find(member, serverId, query);
            assert.ok(total <= 1 && messages.every(({content}) => content === 'open treasure'), JSON.stringify(query));
        }
        await member.refused('searchMessages', 404, {path: {serverId}, query: {q: 'treasure', channelId: secret.channelId}}, 'not_found');
        secret.sees(member);
        assert.equal((await find(member, serverId, 'treasure')).total, 2);
        assert.equal((await find(member, serverId, {q: 'treasure', channelId: secret.channelId})).total, 1);
        secret.open();
        assert.equal((await find(member, serverId, 'hidden')).total, 1);
    }
    await outsider.refused('searchMessages', 404, {path: {serverId}, query: {q: 'treasure'}}, 'not_found');
    await outsider.refused('searchMessages', 404, {path: {serverId: 9007199254740991}, query: {q: 'treasure'}}, 'not_found');
    await member.ok('leaveServer', {path: {serverId}});
    await member.refused('searchMessages', 404, {path: {serverId}, query: {q: 'treasure'}}, 'not_found');
});

test('a search hears of no other server', async () => {
    const {owner, serverId} = await place('mine');
    const other = await newServer(owner, 'Other');
    await say(owner, other.path, 'mine there');
    assert.deepEqual(await texts(owner, serverId, 'mine'), ['mine']);
});

test('what cannot be understood is named', async () => {
    const {owner, serverId} = await company();
    for (const [query, field] of [[{}, 'q'], [{q: ''}, 'q'], [{q: '   '}, 'q'], [{q: '""'}, 'q'], [{q: 'x'.repeat(201)}, 'q'], [{sort: 'newest'}, 'q'], [{q: 'x', authorId: 'bob'}, 'authorId'], [{q: 'x', authorId: 0}, 'authorId'],
        [{q: 'x', channelId: -1}, 'channelId'], [{q: 'x', mentions: '1.5'}, 'mentions'], [{q: 'x', has: 'love'}, 'has'], [{q: 'x', has: 'link,'}, 'has'], [{q: 'x', before: 'yesterday'}, 'before'], [{q: 'x', after: '2026-13-01'}, 'after'],
        [{q: 'x', before: '0'}, 'before'], [{q: 'x', sort: 'best'}, 'sort'], [{q: 'x', limit: 51}, 'limit'], [{q: 'x', limit: 0}, 'limit'], [{q: 'x', offset: -1}, 'offset'], [{q: 'x', offset: 1001}, 'offset']]) {
        const error = await owner.refused('searchMessages', 400, {path: {serverId}, query}, 'invalid_input');
        assert.deepEqual([query, Object.keys(error.fields)], [query, [field]]);
    }
    const answer = await owner.request('GET', `/api/servers/${serverId}/search?q=%ff`);
    assert.equal(answer.status, 400);
});

test('200 characters of anything are answered', async () => {
    const {owner, serverId} = await place('x');
    for (const q of ['%'.repeat(200), 'a '.repeat(100), '"'.repeat(199) + 'x', '\\'.repeat(200), '京'.repeat(200), '😀'.repeat(200), '́'.repeat(200), '( ['.repeat(60)]) {
        const {status} = await owner.call('searchMessages', {path: {serverId}, query: {q}});
        assert.ok([200, 400].includes(status), `${q.slice(0, 4)}: ${status}`);
    }
});

test('while eight people write, every search sees a whole message', async () => {
    const {owner, serverId, path} = await place('begin');
    const writers = Array.from({length: 8}, async (_, w) => {
        for (let i = 0; i < 10; i += 1) await say(owner, path, `storm ${w} ${i} end`);
    });
    let last = 0;
    const looking = (async () => {
        for (let i = 0; i < 10; i += 1) {
            const {messages, total} = await find(owner, serverId, {q: 'storm end', limit: 50});
            assert.ok(total >= last && messages.every(({content}) => /^storm \d \d end$/.test(content)));
            last = total;
        }
    })();
    await Promise.all([...writers, looking]);
    assert.equal((await find(owner, serverId, 'storm end')).total, 80);
});

test('a search needs a login', async () => {
    const {serverId} = await company();
    const stranger = await person();
    await stranger.refused('searchMessages', 401, {path: {serverId}, query: {q: 'x'}, token: 'nonsense'});
});
