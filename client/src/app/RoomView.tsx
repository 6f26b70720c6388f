import { useEffect, type ReactNode } from 'react';
import { Conversation } from '@/features/messages/components/Conversation';
import { sayTyping } from '@/features/typing/api';
import { TypingLine } from '@/features/typing/components/TypingLine';
import { roomKey, type Room } from '@/lib/room';
import { handleEvent } from './live';

interface Props {
  room: Room;
  documentTitle: string;
  placeholder: string;
  intro: ReactNode;
  unread: number;
  canManage: boolean;
  canWrite: boolean;
}

function tellRead(room: Room, lastReadId: number): void {
  handleEvent(
    'read_state_updated',
    room.kind === 'channel'
      ? { serverId: room.serverId, channelId: room.channelId, lastReadId }
      : { conversationId: room.conversationId, lastReadId },
  );
}

/** One room with what belongs around it: typing, read marks, the title of the tab. */
export function RoomView({ room, documentTitle, ...rest }: Props) {
  useEffect(() => {
    document.title = `${documentTitle} · Ohkay`;
  }, [documentTitle]);

  return (
    <Conversation
      {...rest}
      room={room}
      typing={<TypingLine roomKey={roomKey(room)} />}
      onTyping={() => sayTyping(room)}
      onRead={tellRead}
    />
  );
}
