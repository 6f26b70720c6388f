import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from '@/lib/classes';
import type { RoomKey } from '@/lib/room';
import { shortMoment } from '@/lib/time';
import { useConnection } from '@/realtime/connection';
import { Avatar } from '@/ui/Avatar';
import { useMe } from '@/features/users/store';
import { dropSend, retrySend } from '../outbox';
import { useMessages } from '../store';
import { Quote } from './MessageRow';
import styles from './MessageRow.module.css';
import { MessageText } from './MessageText';

/** A message on its way: pale until the server has it. */
export const PendingRow = memo(function PendingRow({ roomKey, nonce, head }: { roomKey: RoomKey; nonce: string; head: boolean }) {
  const { t, i18n } = useTranslation();
  const pending = useMessages((state) => state.rooms[roomKey]?.pending.find((one) => one.nonce === nonce));
  const lost = useConnection((state) => state.status === 'lost');
  const me = useMe();
  if (!pending || !me) return null;
  const failed = pending.state === 'failed';
  return (
    <article className={classes(styles.row, head && styles.head)} data-pending={pending.state}>
      {pending.replyTo && <Quote reply={pending.replyTo} />}
      <div className={styles.gutter}>
        {head && <Avatar id={me.id} name={me.displayName} url={me.avatarUrl} />}
      </div>
      <div className={styles.body}>
        {head && (
          <header className={styles.byline}>
            <span className={styles.name}>{me.displayName}</span>
            <time className={styles.time} dateTime={pending.createdAt}>
              {shortMoment(pending.createdAt, i18n.language)}
            </time>
          </header>
        )}
        <span className={styles.pale}>
          <MessageText text={pending.content} />
        </span>
        {failed ? (
          <p className={classes(styles.note, styles.failed)} role="alert">
            <span>{pending.error ?? t('messages.notSent')}</span>
            <button type="button" onClick={() => retrySend(roomKey, nonce)}>
              {t('common.retry')}
            </button>
            <button type="button" onClick={() => dropSend(roomKey, nonce)}>
              {t('messages.discard')}
            </button>
          </p>
        ) : (
          lost && <p className={styles.note}>{t('messages.waiting')}</p>
        )}
      </div>
    </article>
  );
});
