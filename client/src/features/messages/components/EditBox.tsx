import { useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '@/api/errorText';
import type { Message } from '@/api/types';
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
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);

  useAutoHeight(box, text);

  useLayoutEffect(() => {
    const area = box.current;
    if (!area) return;
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  }, []);

  async function save(): Promise<void> {
    const content = text.trim();
    if (!content || busy) return;
    if (content === message.content) return onDone();
    setBusy(true);
    setError(null);
    try {
      await editMessage(roomOfMessage(message), message.id, content);
      onDone();
    } catch (cause) {
      setError(errorText(cause));
      setBusy(false);
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      onDone();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void save();
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
      {error && <Notice>{error}</Notice>}
      <div className={styles.editActions}>
        <Button tone="quiet" onClick={onDone}>
          {t('common.cancel')}
        </Button>
        <Button busy={busy} disabled={!text.trim()} onClick={() => void save()}>
          {t('common.save')}
        </Button>
        <span className={styles.editHint}>{t('messages.editHint')}</span>
      </div>
    </div>
  );
}
