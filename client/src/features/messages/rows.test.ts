import { describe, expect, it } from 'vitest';
import { me, message } from '@/realtime/examples';
import { buildRows } from './rows';
import { emptyRoom, type RoomMessages } from './state';

function roomOf(...messages: ReturnType<typeof message>[]): RoomMessages {
  return {
    ...emptyRoom,
    ids: messages.map((one) => one.id),
    byId: Object.fromEntries(messages.map((one) => [one.id, one])),
  };
}

const at = (time: string) => ({ createdAt: `2026-01-02T${time}.000Z` });
const shape = (room: RoomMessages) =>
  buildRows(room, me).map((row) => (row.kind === 'message' || row.kind === 'pending' ? `${row.kind}${row.head ? '*' : ''}` : row.kind));

describe('rows', () => {
  it('one author within seven minutes is one group', () => {
    const room = roomOf(message(1, 2, at('10:00:00')), message(2, 2, at('10:06:59')), message(3, 2, at('10:07:00')));
    expect(shape(room)).toEqual(['day', 'message*', 'message', 'message*']);
  });

  it('another author begins a group', () => {
    expect(shape(roomOf(message(1, 2, at('10:00:00')), message(2, 3, at('10:00:01'))))).toEqual(['day', 'message*', 'message*']);
  });

  it('a reply begins a group', () => {
    const reply = { id: 1, author: message(1).author, content: 'message 1' };
    const room = roomOf(message(1, 2, at('10:00:00')), message(2, 2, { ...at('10:00:01'), replyTo: reply }));
    expect(shape(room)).toEqual(['day', 'message*', 'message*']);
  });

  it('a new day is said', () => {
    const room = roomOf(
      message(1, 2, { createdAt: '2026-01-02T12:00:00.000Z' }),
      message(2, 2, { createdAt: '2026-01-04T12:00:00.000Z' }),
    );
    expect(shape(room)).toEqual(['day', 'message*', 'day', 'message*']);
  });

  it('the new line stands before its message', () => {
    const room = { ...roomOf(message(1, 2, at('10:00:00')), message(2, 2, at('10:00:01'))), newFrom: 2 };
    expect(shape(room)).toEqual(['day', 'message*', 'new', 'message*']);
  });

  it('what is pending comes last and joins one’s own group', () => {
    const room: RoomMessages = {
      ...roomOf(message(1, me, at('10:00:00'))),
      pending: [{ nonce: 'n', content: 'x', createdAt: '2026-01-02T10:01:00.000Z', replyTo: null, state: 'sending', error: null }],
    };
    expect(shape(room)).toEqual(['day', 'message*', 'pending']);
  });

  it('a row keeps its key when it is acknowledged', () => {
    const sent = { ...roomOf(message(1, me)), nonceOf: { 1: 'n' } };
    expect(buildRows(sent, me).at(-1)?.key).toBe('n');
  });

  it('keys never repeat', () => {
    const days = Array.from({ length: 40 }, (_, index) => message(index + 1, (index % 3) + 1, { createdAt: new Date(Date.UTC(2026, 0, 1, index * 5)).toISOString() }));
    const keys = buildRows(roomOf(...days), me).map((row) => row.key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
