// People, servers and channels for a test: each test makes its own, so tests never meet.
import {randomBytes} from 'node:crypto';
import {Client, anyone} from './client.mjs';
import {target} from './target.mjs';

export const unique = (prefix = 'u') => `${prefix}_${randomBytes(6).toString('hex')}`;

/** A registered user with a token: {id, user, token, refreshToken, …calls}. Without a password, as in the seed's requests. */
export async function person(name = 'u', more = {}) {
    const session = await anyone.ok('register', {body: {username: unique(name), serverPassword: target.serverPassword, ...more}});
    return new Client(session);
}

/** Another device of the same account. */
export async function anotherDevice(client, more = {}) {
    return new Client(await anyone.ok('login', {body: {username: client.user.username, serverPassword: target.serverPassword, ...more}}));
}

/** A server of `owner`'s with its `general` channel: {server, serverId, channelId, path}. */
export async function newServer(owner, name = 'Test server') {
    const {server} = await owner.ok('createServer', {body: {name}});
    const {channels} = await owner.ok('listChannels', {path: {serverId: server.id}});
    const general = channels.find((channel) => channel.type === 'text' && channel.name === 'general');
    return {server, serverId: server.id, channelId: general.id, path: {serverId: server.id, channelId: general.id}};
}

export async function invite(owner, serverId, body = {maxUses: 0, expiresInHours: 168}) {
    return (await owner.ok('createInvite', {path: {serverId}, body})).invite;
}

/** Make `people` members of `owner`'s server. */
export async function letIn(owner, serverId, ...people) {
    const {code} = await invite(owner, serverId);
    for (const client of people) await client.ok('joinServer', {path: {inviteCode: code}});
}

/** An owner, a member and an outsider, and the server of the first two. */
export async function company() {
    const [owner, member, outsider] = await Promise.all([person('owner'), person('member'), person('outsider')]);
    const place = await newServer(owner);
    await letIn(owner, place.serverId, member);
    return {owner, member, outsider, ...place};
}

export async function say(client, path, content, more = {}) {
    return (await client.ok('createMessage', {path, body: {content, ...more}})).message;
}

export async function conversation(client, other) {
    return (await client.ok('createConversation', {body: {userId: other.id}})).conversation;
}

export async function whisper(client, conversationId, content, more = {}) {
    return (await client.ok('createDirectMessage', {path: {conversationId}, body: {content, ...more}})).message;
}
