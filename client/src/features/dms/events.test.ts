import { describe, expect, it } from 'vitest';
import { dmKey } from '@/lib/room';
import { context, directMessage, me, user } from '@/realtime/examples';
import { dmEvents } from './events';
import { dialogue, inOrder, initialDms, unreadDms, withDialogue } from './store';

const createdAt = '2026-01-01T00:00:00.000Z';
const conversation = (id: number) => ({ id, participants: [user(me), user(2)], lastMessage: null, unreadCount: 0, lastReadId: null, createdAt });
const state = withDialogue(initialDms, dialogue(conversation(7)));

describe('direct messages', () => {
  it('a message is unread once, comes to the top, and is not when it is being read', () => {
    const two = withDialogue(state, dialogue({ ...conversation(8), createdAt: '2026-01-01T10:00:00.000Z' }));
    const next = dmEvents.new_private_message!(two, directMessage(1), context);
    expect(unreadDms(next)).toBe(1);
    expect(inOrder(next).map((dm) => dm.id)).toEqual([7, 8]);
    expect(dmEvents.new_private_message!(next, directMessage(1), context)).toBe(next);
    expect(unreadDms(dmEvents.new_private_message!(state, directMessage(1), { ...context, reading: dmKey(7) }))).toBe(0);
  });

  it('my own message is never unread', () => {
    expect(unreadDms(dmEvents.new_private_message!(state, directMessage(1, me), context))).toBe(0);
  });

  it('reading on another device clears it here', () => {
    const unread = dmEvents.new_private_message!(state, directMessage(4), context);
    expect(unreadDms(dmEvents.read_state_updated!(unread, { conversationId: 7, lastReadId: 4 }, context))).toBe(0);
    expect(dmEvents.read_state_updated!(unread, { conversationId: 7, lastReadId: 3 }, context)).toBe(unread);
  });

  it('an edited last message shows its new text', () => {
    const written = dmEvents.new_private_message!(state, directMessage(4), context);
    const next = dmEvents.private_message_edited!(written, directMessage(4, 2, { content: 'new' }), context);
    expect(next.byId[7]?.lastMessage?.content).toBe('new');
  });

  it('a conversation that somebody opens appears', () => {
    const next = dmEvents.conversation_created!(state, { conversation: conversation(8) }, context);
    expect(next.byId[8]?.participantIds).toEqual([me, 2]);
  });

  it('who leaves a group goes out of its people, and it out of my list when it was me', () => {
    const left = (...ids: number[]) => ({ conversation: { id: 7, participants: ids.map((id) => user(id)), lastMessage: null, createdAt } });
    expect(dmEvents.conversation_updated!(state, left(me), context).byId[7]?.participantIds).toEqual([me]);
    expect(dmEvents.conversation_updated!(state, left(2), context).byId[7]).toBeUndefined();
    expect(dmEvents.conversation_updated!(initialDms, left(me), context)).toBe(initialDms);
  });
});
