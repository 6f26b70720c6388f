import { CornerUpLeft, Pencil, Trash2 } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '@/api/types';
import { classes } from '@/lib/classes';
import type { RoomKey } from '@/lib/room';
import { clock, moment, shortMoment } from '@/lib/time';
import { Avatar } from '@/ui/Avatar';
import { IconButton } from '@/ui/IconButton';
import { usePerson, useUsers } from '@/features/users/store';
import { useMessages } from '../store';
import { EditBox } from './EditBox';
import styles from './MessageRow.module.css';
import { MessageText } from './MessageText';

export interface RowActions {
  reply: (message: Message) => void;
  edit: (id: number | null) => void;
  remove: (message: Message, sure: boolean) => void;
}

interface Props {
  roomKey: RoomKey;
  id: number;
  head: boolean;
  editing: boolean;
  canManage: boolean;
  actions: RowActions;
}

/** One message; draws itself again only when it changes. */
export const MessageRow = memo(function MessageRow({ roomKey, id, head, editing, canManage, actions }: Props) {
  const { t, i18n } = useTranslation();
  const message = useMessages((state) => state.rooms[roomKey]?.byId[id]);
  const author = usePerson(message?.author.id ?? 0) ?? message?.author;
  const mine = useUsers((state) => state.meId === message?.author.id);
  const mentioned = useUsers((state) => message?.mentions.some((person) => person.id === state.meId) ?? false);
  if (!message || !author) return null;

  const { language } = i18n;
  return (
    <article
      className={classes(styles.row, head && styles.head, editing && styles.editing, mentioned && styles.mentioned)}
      data-row={id}
      tabIndex={-1}
      aria-label={t('messages.by', { name: author.displayName, time: shortMoment(message.createdAt, language) })}
    >
      {message.replyTo && <Quote reply={message.replyTo} />}
      <div className={styles.gutter}>
        {head ? (
          <Avatar id={author.id} name={author.displayName} url={author.avatarUrl} />
        ) : (
          <time className={styles.sideTime} dateTime={message.createdAt} title={moment(message.createdAt, language)}>
            {clock(message.createdAt, language)}
          </time>
        )}
      </div>
      <div className={styles.body}>
        {head && (
          <header className={styles.byline}>
            <span className={styles.name}>{author.displayName}</span>
            <time className={styles.time} dateTime={message.createdAt} title={moment(message.createdAt, language)}>
              {shortMoment(message.createdAt, language)}
            </time>
          </header>
        )}
        <div data-text>
          {editing ? (
            <EditBox message={message} onDone={() => actions.edit(null)} />
          ) : (
            <>
              <MessageText text={message.content} />
              {message.editedAt && (
                <span className={styles.edited} title={moment(message.editedAt, language)}>
                  {t('messages.edited')}
                </span>
              )}
            </>
          )}
        </div>
      </div>
      {!editing && (
        <div className={styles.actions} role="toolbar" aria-label={t('messages.actions')}>
          <IconButton label={t('messages.reply')} onClick={() => actions.reply(message)}>
            <CornerUpLeft size={18} aria-hidden />
          </IconButton>
          {mine && (
            <IconButton label={t('messages.edit')} onClick={() => actions.edit(id)}>
              <Pencil size={18} aria-hidden />
            </IconButton>
          )}
          {(mine || canManage) && (
            <IconButton
              label={t('messages.delete')}
              tone="danger"
              onClick={(event) => actions.remove(message, event.shiftKey)}
            >
              <Trash2 size={18} aria-hidden />
            </IconButton>
          )}
        </div>
      )}
    </article>
  );
});

export function Quote({ reply }: { reply: NonNullable<Message['replyTo']> }) {
  return (
    <div className={styles.quote}>
      <CornerUpLeft size={14} aria-hidden className={styles.quoteIcon} />
      <Avatar id={reply.author.id} name={reply.author.displayName} url={reply.author.avatarUrl} size={16} />
      <span className={styles.quoteName}>{reply.author.displayName}</span>
      <span className={styles.quoteText}>{reply.content}</span>
    </div>
  );
}
