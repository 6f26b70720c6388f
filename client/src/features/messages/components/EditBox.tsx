import { useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '@/api/errorText';
import type { Message } from '@/api/types';
import { useAction } from '@/api/useAction';
import type { Room } from '@/lib/room';
import { useAutoHeight } from '@/lib/useAutoHeight';
import { Button } from '@/ui/Button';
import { Notice } from '@/ui/Notice';
import { editMessage } from '../api';
import styles from './Composer.module.css';

function roomOfMessage(message: Message): Room {
  return 'conversationId' in message
    ? { kind: 'dm', conversationId: message.conversationId }
    : { kind: 'channel', serverId: message.serverId, channelId: message.channelId };
}

/** Changes a message in its place: Enter saves, Escape leaves it as it was. */
export function EditBox({ message, onDone }: { message: Message; onDone: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(message.content);
  const { busy, error, run } = useAction();
  const box = useRef<HTMLTextAreaElement>(null);

  useAutoHeight(box, text);

  useLayoutEffect(() => {
    const area = box.current;
    if (!area) return;
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  }, []);

  function save(): void {
    const content = text.trim();
    if (!content || busy) return;
    if (content === message.content) return onDone();
    void run(() => editMessage(roomOfMessage(message), message.id, content).then(onDone));
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      onDone();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      save();
    }
  }

  return (
    <div className={styles.edit}>
      <textarea
        ref={box}
        className={styles.editArea}
        aria-label={t('messages.editLabel')}
        value={text}
        maxLength={4000}
        rows={1}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {error && <Notice>{errorText(error)}</Notice>}
      <div className={styles.editActions}>
        <Button tone="quiet" onClick={onDone}>
          {t('common.cancel')}
        </Button>
        <Button busy={busy} disabled={!text.trim()} onClick={save}>
          {t('common.save')}
        </Button>
        <span className={styles.editHint}>{t('messages.editHint')}</span>
      </div>
    </div>
  );
}
