import { SendHorizontal, X } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '@/api/types';
import type { RoomKey } from '@/lib/room';
import { useAutoHeight } from '@/lib/useAutoHeight';
import { IconButton } from '@/ui/IconButton';
import { draftOf, keepDraft } from '../drafts';
import styles from './Composer.module.css';

const maxLength = 4000;
const warnAt = 3800;

interface Props {
  roomKey: RoomKey;
  placeholder: string;
  replyTo: Message | null;
  onCancelReply: () => void;
  onSend: (content: string) => void;
  onTyping: () => void;
  /** Arrow up in an empty box. */
  onEditLast: () => void;
  /** Escape with nothing to cancel here. */
  onEscape: () => void;
}

/** Where one writes. Enter sends, Shift+Enter begins a line. The caller gives it the room as its key. */
export function Composer({ roomKey, placeholder, replyTo, onCancelReply, onSend, onTyping, onEditLast, onEscape }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(() => draftOf(roomKey));
  const box = useRef<HTMLTextAreaElement>(null);
  useAutoHeight(box, text);
  const length = Array.from(text.trim()).length;

  useEffect(() => {
    // On a desk one can write at once; on a phone the keyboard comes when asked for.
    if (window.matchMedia('(pointer: fine)').matches) box.current?.focus();
  }, []);

  useEffect(() => {
    if (replyTo) box.current?.focus();
  }, [replyTo]);

  function change(next: string): void {
    setText(next);
    keepDraft(roomKey, next);
    if (next.trim()) onTyping();
  }

  function submit(): void {
    const content = text.trim();
    if (!content || length > maxLength) return;
    onSend(content);
    setText('');
    keepDraft(roomKey, '');
    box.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      submit();
    } else if (event.key === 'ArrowUp' && text === '') {
      event.preventDefault();
      onEditLast();
    } else if (event.key === 'Escape') {
      if (replyTo) onCancelReply();
      else onEscape();
    }
  }

  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {replyTo && (
        <div className={styles.reply}>
          <span>{t('messages.replyingTo', { name: replyTo.author.displayName })}</span>
          <IconButton label={t('messages.cancelReply')} onClick={onCancelReply}>
            <X size={16} aria-hidden />
          </IconButton>
        </div>
      )}
      <div className={styles.line}>
        <textarea
          ref={box}
          className={styles.area}
          aria-label={placeholder}
          placeholder={placeholder}
          value={text}
          rows={1}
          dir="auto"
          enterKeyHint="send"
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {length > warnAt && (
          <span className={length > maxLength ? styles.over : styles.count} role="status">
            {maxLength - length}
          </span>
        )}
        <button
          type="submit"
          className={styles.send}
          aria-label={t('messages.send')}
          disabled={!text.trim() || length > maxLength}
        >
          <SendHorizontal size={20} aria-hidden />
        </button>
      </div>
    </form>
  );
}
