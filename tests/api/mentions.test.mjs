// Whom messages mention, and what everybody's counts make of it.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {everyoneOf, give, hide, newRole, putMember, bits} from '../support/roles.mjs';
import {company, letIn, newServer, person, say} from '../support/world.mjs';

const MENTION_EVERYONE = String(1n << 17n);

const channelOf = async (client, {serverId, channelId}) => (await client.ok('getChannel', {path: {serverId, channelId}})).channel;
const counts = async (client, path) => {
    const {unreadCount, mentionCount} = await channelOf(client, path);
    return [unreadCount, mentionCount];
};
const edit = async (client, path, messageId, content) => (await client.ok('updateMessage', {path: {...path, messageId}, body: {content}})).message;
const remove = (client, path, messageId) => client.ok('deleteMessage', {path: {...path, messageId}});
const read = (client, path, messageId) => client.ok('readChannel', {path, body: {messageId}});

test('@everyone and @here mention everybody when the author may, and are text when he may not', async () => {
    const {owner, member, path} = await company();
    for (const content of ['@everyone', 'come @here!']) {
        assert.equal((await say(owner, path, content)).mentionEveryone, true, content);
        assert.equal((await say(member, path, content)).mentionEveryone, false, content);
    }
    assert.equal((await say(owner, path, 'me@everyone.example `@here`')).mentionEveryone, false);
    assert.deepEqual(await counts(owner, path), [0, 0]);
    assert.deepEqual(await counts(member, path), [1, 0]);
});

test('what mentions everyone counts once for each, also for who is named in it, and not for its author', async () => {
    const {owner, member, path} = await company();
    await say(owner, path, `@everyone <@${member.id}> @here`);
    assert.deepEqual(await counts(member, path), [1, 1]);
    assert.deepEqual(await counts(owner, path), [0, 0]);
    await say(owner, path, 'and more');
    assert.deepEqual(await counts(member, path), [2, 1]);
});

test('a mention of oneself counts nothing', async () => {
    const {member, path} = await company();
    const message = await say(member, path, `<@${member.id}>`);
    assert.deepEqual(message.mentions.map(({id}) => id), [member.id]);
    assert.deepEqual(await counts(member, path), [0, 0]);
});

test('code mentions nobody', async () => {
    const {owner, member, path} = await company();
    const message = await say(owner, path, `\`<@${member.id}>\` and\n\`\`\`\n@everyone <@${member.id}>\n\`\`\``);
    assert.deepEqual([message.mentions, message.mentionEveryone], [[], false]);
    assert.deepEqual(await counts(member, path), [1, 0]);
});

test('mentions of everyone follow edits, deletions and reading, for those who have read and those who have not', async () => {
    const {owner, member, path} = await company();
    const first = await say(owner, path, 'nothing yet');
    await read(member, path, first.id);
    await edit(owner, path, first.id, '@everyone now');
    assert.deepEqual(await counts(member, path), [0, 0]);
    const second = await say(owner, path, '@everyone');
    assert.deepEqual(await counts(member, path), [1, 1]);
    await edit(owner, path, second.id, 'nobody');
    assert.deepEqual(await counts(member, path), [1, 0]);
    await edit(owner, path, second.id, `<@${member.id}>`);
    assert.deepEqual(await counts(member, path), [1, 1]);
    await edit(owner, path, second.id, `@here <@${member.id}>`);
    assert.deepEqual(await counts(member, path), [1, 1]);
    await remove(owner, path, first.id);
    assert.deepEqual(await counts(member, path), [1, 1]);
    await remove(owner, path, second.id);
    assert.deepEqual(await counts(member, path), [0, 0]);
    assert.deepEqual(await counts(owner, path), [0, 0]);
});

test('an edit from everyone to somebody who has read it, and back, counts for nobody who has', async () => {
    const {owner, member, path} = await company();
    const message = await say(owner, path, '@everyone');
    await read(member, path, message.id);
    for (const content of [`<@${member.id}>`, '@here', 'nobody', `@everyone <@${member.id}>`]) {
        await edit(owner, path, message.id, content);
        assert.deepEqual(await counts(member, path), [0, 0], content);
    }
    await say(owner, path, '@everyone');
    assert.deepEqual(await counts(member, path), [1, 1]);
});

test('an edit mentions everyone only if its author may at that moment', async () => {
    const {member, path} = await company();
    const message = await say(member, path, 'quiet');
    assert.equal((await edit(member, path, message.id, '@everyone')).mentionEveryone, false);
});

test('whoever joins has read everything, mentions of everyone too', async () => {
    const {owner, serverId, path} = await company();
    const old = await say(owner, path, '@everyone');
    const late = await person('late');
    await letIn(owner, serverId, late);
    assert.deepEqual(await counts(late, path), [0, 0]);
    await say(owner, path, '@everyone');
    assert.deepEqual(await counts(late, path), [1, 1]);
    await remove(owner, path, old.id);
    assert.deepEqual(await counts(late, path), [1, 1]);
});

test('in a new channel the mentions of those who never looked count', async () => {
    const {owner, member, serverId} = await company();
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'new', type: 'text'}});
    const path = {serverId, channelId: channel.id};
    const first = await say(owner, path, '@everyone');
    const second = await say(owner, path, `<@${member.id}>`);
    await say(owner, path, '@here');
    assert.deepEqual(await counts(member, path), [3, 3]);
    await read(member, path, first.id);
    assert.deepEqual(await counts(member, path), [2, 2]);
    await edit(owner, path, first.id, 'nobody');
    assert.deepEqual(await counts(member, path), [2, 2]);
    await read(member, path, second.id);
    await read(member, path, first.id);
    assert.deepEqual(await counts(member, path), [1, 1]);
});

test('the list of servers counts what the channels count', async () => {
    const {owner, member, serverId, path} = await company();
    await say(owner, path, '@everyone');
    await say(owner, path, `<@${member.id}>`);
    const {unreadCount, mentionCount} = (await member.ok('listServers')).servers.find(({id}) => id === serverId);
    assert.deepEqual([unreadCount, mentionCount], [2, 2]);
});

test('a role is mentioned if it is mentionable, or the author may mention everyone; its members count it once', async () => {
    const {owner, member, serverId, path} = await company();
    const other = await person('other');
    await letIn(owner, serverId, other);
    const open = await newRole(owner, serverId, 'open', '0', {mentionable: true});
    const closed = await newRole(owner, serverId, 'closed');
    await give(owner, serverId, other, open.id, closed.id);
    await give(owner, serverId, member, open.id);
    const everyone = await everyoneOf(owner, serverId);
    const message = await say(member, path, `<@&${open.id}> <@&${closed.id}> <@&${everyone.id}> <@&9007199254740991> <@${other.id}>`);
    assert.deepEqual([message.mentionRoles, message.mentionEveryone], [[open.id], false]);
    assert.deepEqual([await counts(other, path), await counts(owner, path), await counts(member, path)], [[1, 1], [1, 0], [0, 0]]);
    assert.deepEqual((await say(owner, path, `<@&${closed.id}>`)).mentionRoles, [closed.id]);
    assert.deepEqual([await counts(other, path), await counts(member, path)], [[2, 2], [1, 0]]);
});

test('who gets or loses a role after a message was counted for its members stays with what was counted', async () => {
    const {owner, member, serverId, path} = await company();
    const late = await person('late');
    await letIn(owner, serverId, late);
    const role = await newRole(owner, serverId, 'role', '0', {mentionable: true});
    await give(owner, serverId, member, role.id);
    const first = await say(owner, path, `<@&${role.id}>`);
    await say(owner, path, `<@${late.id}>`);
    await give(owner, serverId, member);
    await give(owner, serverId, late, role.id);
    assert.deepEqual([await counts(member, path), await counts(late, path)], [[2, 1], [2, 1]]);
    await remove(owner, path, first.id);
    assert.deepEqual([await counts(member, path), await counts(late, path)], [[1, 0], [1, 1]]);
});

test('MENTION_EVERYONE counts in the channel where it is given', async () => {
    const {owner, member, serverId, path} = await company();
    const role = await newRole(owner, serverId, 'herald', MENTION_EVERYONE);
    await give(owner, serverId, member, role.id);
    assert.equal((await say(member, path, '@everyone')).mentionEveryone, true);
    await owner.ok(...putMember(path, member, '0', MENTION_EVERYONE));
    assert.equal((await say(member, path, '@everyone')).mentionEveryone, false);
});

test('a mention in a channel somebody does not see shows nowhere, and counts when he sees it', async () => {
    const {owner, member, serverId} = await company();
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'private', type: 'text'}});
    const path = {serverId, channelId: channel.id};
    await hide(owner, path);
    await say(owner, path, `<@${member.id}>`);
    const mentions = async () => (await member.ok('listServers')).servers.find(({id}) => id === serverId).mentionCount;
    assert.equal(await mentions(), 0);
    await owner.ok(...putMember(path, member, bits('VIEW_CHANNEL')));
    assert.deepEqual(await counts(member, path), [1, 1]);
    assert.equal(await mentions(), 1);
});

/** A small generator with a seed, so that a storm that found something can be had again. */
function dice(seed) {
    let state = seed >>> 0;
    const next = () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state / 2 ** 32;
    };
    return {below: (n) => Math.floor(next() * n), of: (list) => list[Math.floor(next() * list.length)]};
}

/** All messages of a channel that are there. */
async function everything(client, path) {
    const all = [];
    for (;;) {
        const {messages} = await client.ok('listMessages', {path, query: {after: all.at(-1)?.id ?? 0, limit: 100}});
        all.push(...messages);
        if (messages.length < 100) return all;
    }
}

/** One person of a storm: does one thing after another, and remembers up to where he has read. */
class Reveller {
    constructor(client, path, shared, seed) {
        Object.assign(this, {client, path, shared, dice: dice(seed), lastRead: 0});
    }

    content() {
        const people = this.shared.people;
        const words = [
            () => `<@${this.dice.of(people).id}>`,
            () => `<@${this.dice.of(people).id}> and <@!${this.dice.of(people).id}>`,
            () => '@everyone',
            () => '`@everyone`',
            () => 'words',
            () => (this.shared.roles.length ? `<@&${this.dice.of(this.shared.roles)}>` : 'no role'),
            () => (this.shared.roles.length ? `<@&${this.dice.of(this.shared.roles)}> <@${this.dice.of(people).id}>` : '@here'),
        ];
        return `${this.dice.of(words)()} ${this.dice.below(1e6)}`;
    }

    async write() {
        const {message} = await this.client.ok('createMessage', {path: this.path, body: {content: this.content()}});
        this.shared.written.push({id: message.id, by: this.client.id});
        this.lastRead = Math.max(this.lastRead, message.id);
    }

    async edit() {
        const mine = this.shared.written.filter(({by}) => by === this.client.id);
        if (!mine.length) return this.write();
        const answer = await this.client.call('updateMessage', {path: {...this.path, messageId: this.dice.of(mine).id}, body: {content: this.content()}});
        assert.ok([200, 404].includes(answer.status), `${answer.what} -> ${answer.status} ${answer.body?.code}`);
    }

    async remove() {
        const some = this.shared.written.filter(({by}) => this.client === this.shared.owner || by === this.client.id);
        if (!some.length) return this.write();
        const answer = await this.client.call('deleteMessage', {path: {...this.path, messageId: this.dice.of(some).id}});
        assert.ok([204, 404].includes(answer.status), `${answer.what} -> ${answer.status} ${answer.body?.code}`);
    }

    async removeMany() {
        if (this.client !== this.shared.owner || this.shared.written.length < 6) return this.write();
        const ids = [...new Set(Array.from({length: 5}, () => this.dice.of(this.shared.written).id))];
        if (ids.length < 2) return;
        const answer = await this.client.call('deleteMessages', {path: this.path, body: {ids}});
        assert.ok([204, 404].includes(answer.status), `${answer.what} -> ${answer.status} ${answer.body?.code}`);
    }

    async read() {
        if (!this.shared.written.length) return;
        const {id} = this.dice.of(this.shared.written);
        await this.client.ok('readChannel', {path: this.path, body: {messageId: id}});
        this.lastRead = Math.max(this.lastRead, id);
    }

    async revel(steps) {
        const ways = ['write', 'write', 'write', 'edit', 'edit', 'remove', 'removeMany', 'read', 'read'];
        for (let i = 0; i < steps; i += 1) await this[this.dice.of(ways)]();
    }

    /** Count again by hand, and compare. */
    async check(what) {
        const unread = (await everything(this.client, this.path)).filter(({id}) => id > this.lastRead);
        const roles = this.shared.rolesOf?.(this.client) ?? [];
        const mentioning = unread.filter((m) => m.mentionEveryone || (m.author.id !== this.client.id && (m.mentions.some(({id}) => id === this.client.id) || m.mentionRoles.some((id) => roles.includes(id)))));
        assert.deepEqual(await counts(this.client, this.path), [unread.length, mentioning.length], `${what}: ${this.client.user.username}`);
    }
}

test('after any storm of writing, editing, deleting and reading everybody counts what a recount counts', async () => {
    const seed = Date.now() % 100_000;
    const owner = await person('owner');
    const {serverId} = await newServer(owner);
    const people = [owner, ...await Promise.all(['a', 'b', 'c', 'd'].map((name) => person(name)))];
    await letIn(owner, serverId, ...people.slice(1));
    const {channel} = await owner.ok('createChannel', {path: {serverId}, body: {name: 'storm', type: 'text'}});
    const path = {serverId, channelId: channel.id};
    const roles = [await newRole(owner, serverId, 'one', '0', {mentionable: true}), await newRole(owner, serverId, 'two', MENTION_EVERYONE)].map(({id}) => id);
    const has = new Map([[people[1].id, [roles[0]]], [people[2].id, roles], [people[4].id, [roles[0]]]]);
    for (const client of people) if (has.has(client.id)) await give(owner, serverId, client, ...has.get(client.id));
    const shared = {owner, people, written: [], roles, rolesOf: ({id}) => has.get(id) ?? []};
    const revellers = people.slice(0, 4).map((client, i) => new Reveller(client, path, shared, seed + i));
    const silent = new Reveller(people[4], path, shared, seed);
    const checkAll = async (what) => {
        for (const one of [...revellers, silent]) await one.check(`seed ${seed}, ${what}`);
    };

    await Promise.all(revellers.map((one) => one.revel(15)));
    await checkAll('first storm');

    const late = await person('late');
    await letIn(owner, serverId, late);
    people.push(late);
    revellers.push(Object.assign(new Reveller(late, path, shared, seed + 9), {lastRead: (await channelOf(owner, path)).lastMessageId}));
    await revellers[2].client.ok('leaveServer', {path: {serverId}});
    await letIn(owner, serverId, revellers[2].client);
    revellers[2].lastRead = (await channelOf(owner, path)).lastMessageId;
    await give(owner, serverId, people[2], ...roles);
    await checkAll('after coming and going');

    await Promise.all(revellers.map((one) => one.revel(15)));
    await checkAll('second storm');
});
