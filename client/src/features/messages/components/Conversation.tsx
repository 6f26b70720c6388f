import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '@/api/types';
import { roomKey, type Room } from '@/lib/room';
import { later } from '@/ui/later';
import { useUsers } from '@/features/users/store';
import { clearNewLine, deleteMessage, loadRoom, markRead } from '../api';
import { send } from '../outbox';
import { setRoomBeingRead, useAttention } from '../reading';
import { lastOwn, trimmed } from '../state';
import { changeRoom, ensureRoom, useMessages, useRoomMessages } from '../store';
import { Composer } from './Composer';
import styles from './Conversation.module.css';
import { MessageList } from './MessageList';
import type { RowActions } from './MessageRow';

const DeleteDialog = later(() => import('./DeleteDialog').then((file) => file.DeleteDialog));

const keptWhenLeft = 150;

interface Props {
  room: Room;
  placeholder: string;
  intro: ReactNode;
  /** How many messages of others are unread as far as is known outside. */
  unread: number;
  canManage: boolean;
  canWrite: boolean;
  /** Who is writing. */
  typing: ReactNode;
  onTyping: () => void;
  onRead: (room: Room, lastReadId: number) => void;
}

/** Messages and composer of one room. The caller gives it the room as its key. */
export function Conversation(props: Props) {
  const { room, placeholder, intro, unread, canManage, canWrite, typing, onTyping, onRead } = props;
  const { t } = useTranslation();
  const key = roomKey(room);
  const [editing, setEditing] = useState<number | null>(null);
  const [replyTo, setReplyTo] = useState<Message | null>(null);
  const [removing, setRemoving] = useState<Message | null>(null);
  const [atBottom, setAtBottom] = useState(false);
  const [unreadAtFirst] = useState(unread);

  useEffect(() => {
    ensureRoom(key);
    void loadRoom(room, unreadAtFirst);
    return () => {
      clearNewLine(key);
      changeRoom(key, (now) => trimmed(now, keptWhenLeft));
    };
  }, [key, room, unreadAtFirst]);

  useReadMarks(room, atBottom, unread, onRead);

  const actions = useMemo<RowActions>(
    () => ({
      reply: setReplyTo,
      edit: setEditing,
      remove: (message, sure) => {
        if (sure) void deleteMessage(room, message.id).catch(() => setRemoving(message));
        else setRemoving(message);
      },
    }),
    [room],
  );

  const editLast = useCallback(() => {
    const meId = useUsers.getState().meId;
    const now = useMessages.getState().rooms[key];
    if (now && meId !== null) setEditing(lastOwn(now, meId));
  }, [key]);

  return (
    <>
      <MessageList
        room={room}
        intro={intro}
        editing={editing}
        canManage={canManage}
        actions={actions}
        onBottomChange={setAtBottom}
      />
      <div className={styles.foot}>
        {canWrite ? (
          <Composer
            roomKey={key}
            placeholder={placeholder}
            replyTo={replyTo}
            onCancelReply={() => setReplyTo(null)}
            onSend={(content) => {
              send(room, content, replyTo);
              setReplyTo(null);
            }}
            onTyping={onTyping}
            onEditLast={editLast}
            onEscape={() => clearNewLine(key)}
          />
        ) : (
          <p className={styles.closed}>{t('messages.cannotWrite')}</p>
        )}
        <div className={styles.typing}>{typing}</div>
      </div>
      {removing && <DeleteDialog room={room} message={removing} onClose={() => setRemoving(null)} />}
    </>
  );
}

/** Marks the room read while somebody reads its end, and says so to the rest of the client. */
function useReadMarks(room: Room, atBottom: boolean, unread: number, onRead: Props['onRead']): void {
  const key = roomKey(room);
  const attention = useAttention();
  const { status, ids } = useRoomMessages(key);
  const newest = ids.at(-1);
  const reading = attention && atBottom && status === 'ready';
  const [marked, setMarked] = useState<number | null>(null);
  if (status === 'ready' && marked === null) setMarked(unread > 0 ? 0 : (newest ?? 0));

  useEffect(() => {
    setRoomBeingRead(reading ? key : null);
    return () => setRoomBeingRead(null);
  }, [key, reading]);

  useEffect(() => {
    if (!reading || newest === undefined || marked === null) return;
    if (newest <= marked && unread === 0) return;
    const timer = setTimeout(() => {
      markRead(room, newest)
        .then(() => {
          setMarked(newest);
          onRead(room, newest);
        })
        .catch(() => undefined); // the next message or focus tries again
    }, 250);
    return () => clearTimeout(timer);
  }, [room, reading, newest, marked, unread, onRead]);
}
