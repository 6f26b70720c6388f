import { describe, expect, it } from 'vitest';
import { inviteCodeIn } from './invite';
import { linkify } from './linkify';
import { withTabLock } from './lock';
import { newNonce } from './nonce';
import { allows } from './permissions';
import { channelKey, dmKey, roomKey, roomOf } from './room';
import { shortMoment } from './time';

describe('links', () => {
  it.each([
    ['see https://a.example/x.', ['see ', 'https://a.example/x*', '.']],
    ['(https://a.example/b)', ['(', 'https://a.example/b*', ')']],
    ['https://a.example/wiki_(x)', ['https://a.example/wiki_(x)*']],
    ['javascript:alert(1) <b>no</b>', ['javascript:alert(1) <b>no</b>']],
    ['http://', ['http://']],
    ['plain', ['plain']],
    ['', []],
  ])('%s', (text, expected) => {
    expect(linkify(text).map((part) => part.text + (part.kind === 'link' ? '*' : ''))).toEqual(expected);
  });
});

describe('invites', () => {
  it.each([
    ['abc-123_X', 'abc-123_X'],
    ['  http://chat.example/invite/abc  ', 'abc'],
    ['https://chat.example/invite/abc/?x=1', 'abc'],
    ['chat.example/invite/abc', 'abc'],
    ['https://chat.example/', null],
    ['two words', null],
    ['', null],
  ])('%s', (text, code) => {
    expect(inviteCodeIn(text)).toBe(code);
  });
});

describe('permissions', () => {
  it.each([
    ['2', 'kickMembers', true],
    ['8', 'kickMembers', true],
    ['16', 'kickMembers', false],
    ['1125899906842624', 'manageMessages', false],
    ['8192', 'manageMessages', true],
    ['', 'manageMessages', false],
    ['none', 'manageMessages', false],
  ] as const)('%s %s', (bits, permission, granted) => {
    expect(allows(bits, permission)).toBe(granted);
  });
});

it('a room and its key say the same', () => {
  for (const key of [channelKey(5, 9), dmKey(7)]) expect(roomKey(roomOf(key))).toBe(key);
});

it('nonces differ and fit into what the server takes', () => {
  const nonces = new Set(Array.from({ length: 100 }, newNonce));
  expect(nonces.size).toBe(100);
  expect([...nonces].every((nonce) => nonce.length <= 64)).toBe(true);
});

it('says today and yesterday in the reader’s language', () => {
  const now = new Date(2026, 0, 2, 12);
  expect(shortMoment(new Date(2026, 0, 2, 9, 5).toISOString(), 'en', now)).toMatch(/^today /);
  expect(shortMoment(new Date(2026, 0, 1, 23, 5).toISOString(), 'fr', now)).toMatch(/^hier /);
});

it('without Web Locks, one tab at a time still', async () => {
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setTimeout(resolve, 5));
    inside -= 1;
  };
  expect('locks' in navigator).toBe(false);
  await Promise.all([withTabLock('test', work), withTabLock('test', work), withTabLock('test', work)]);
  expect(most).toBe(1);
});
