import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomKey } from '@/lib/room';
import { useTyping, withoutStale, type Typist } from '../store';
import styles from './TypingLine.module.css';

const none: Typist[] = [];

/** Says who is writing. */
export function TypingLine({ roomKey }: { roomKey: RoomKey }) {
  const { t, i18n } = useTranslation();
  const typists = useTyping((state) => state.of[roomKey] ?? none);

  useEffect(() => {
    if (typists.length === 0) return;
    const next = Math.min(...typists.map((typist) => typist.until));
    const timer = setTimeout(
      () => useTyping.setState((state) => withoutStale(state, Date.now())),
      Math.max(0, next - Date.now()) + 20,
    );
    return () => clearTimeout(timer);
  }, [typists]);

  const names = new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(typists.map((typist) => typist.name));
  return (
    <p className={styles.line} aria-live="polite">
      {typists.length > 0 && (
        <>
          <span className={styles.dots} aria-hidden>
            <i />
            <i />
            <i />
          </span>
          {typists.length > 3 ? t('typing.several') : t('typing.names', { count: typists.length, names })}
        </>
      )}
    </p>
  );
}
