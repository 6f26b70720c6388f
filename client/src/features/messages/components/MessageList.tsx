import { ArrowDown } from 'lucide-react';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '@/api/errorText';
import { roomKey, type Room } from '@/lib/room';
import { longDay } from '@/lib/time';
import { Button } from '@/ui/Button';
import { Notice } from '@/ui/Notice';
import { Skeleton } from '@/ui/Skeleton';
import { useUsers } from '@/features/users/store';
import { loadOlder, reloadRoom } from '../api';
import { buildRows } from '../rows';
import { useRoomMessages } from '../store';
import { Announcer } from './Announcer';
import styles from './MessageList.module.css';
import { MessageRow, type RowActions } from './MessageRow';
import { PendingRow } from './PendingRow';

const nearBottomPx = 60;
const loadBeforePx = 900;

/** Where its text begins: a row may lose its author’s name when older messages of the same author come above it. */
function textTop(row: HTMLElement): number {
  return (row.querySelector('[data-text]') ?? row).getBoundingClientRect().top;
}

interface Props {
  room: Room;
  /** Stands above the very first message. */
  intro: ReactNode;
  editing: number | null;
  canManage: boolean;
  actions: RowActions;
  onBottomChange: (atBottom: boolean) => void;
}

/**
 * The messages of a room. At the bottom it stays at the bottom, whatever grows; elsewhere the message at the top of
 * the window stays where it is, whatever comes above or goes.
 */
export function MessageList({ room, intro, editing, canManage, actions, onBottomChange }: Props) {
  const { t, i18n } = useTranslation();
  const key = roomKey(room);
  const messages = useRoomMessages(key);
  const meId = useUsers((state) => state.meId) ?? 0;
  const { ids, byId, pending, newFrom, nonceOf } = messages;
  const rows = useMemo(
    () => buildRows({ ids, byId, pending, newFrom, nonceOf }, meId),
    [ids, byId, pending, newFrom, nonceOf, meId],
  );

  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const stuck = useRef(true);
  const anchor = useRef<{ row: string; top: number } | null>(null);
  const landed = useRef(false);
  const [atBottom, setAtBottom] = useState(false);
  const [lastSeen, setLastSeen] = useState<number | null>(null);

  const remember = useCallback(() => {
    const view = box.current;
    if (!view) return;
    stuck.current = view.scrollHeight - view.scrollTop - view.clientHeight < nearBottomPx;
    setAtBottom(stuck.current);
    const top = view.getBoundingClientRect().top;
    anchor.current = null;
    for (const row of view.querySelectorAll<HTMLElement>('[data-row]')) {
      if (row.getBoundingClientRect().bottom > top) {
        anchor.current = { row: row.dataset['row'] ?? '', top: textTop(row) };
        break;
      }
    }
  }, []);

  /** Puts the view back to where the reader was. */
  const settle = useCallback(() => {
    const view = box.current;
    if (!view) return;
    if (stuck.current) {
      view.scrollTop = view.scrollHeight;
      return;
    }
    const held = anchor.current;
    const row = held && view.querySelector<HTMLElement>(`[data-row="${held.row}"]`);
    if (!row) return;
    const moved = textTop(row) - held.top;
    if (Math.abs(moved) >= 1) view.scrollTop += moved;
  }, []);

  const older = useCallback(() => {
    const view = box.current;
    if (view && view.scrollTop < loadBeforePx) void loadOlder(room);
  }, [room]);

  // The first time there is something to see: at the first unread message, else at the end.
  useLayoutEffect(() => {
    const view = box.current;
    if (!view || messages.status !== 'ready') return;
    if (!landed.current) {
      landed.current = true;
      const line = view.querySelector<HTMLElement>('[data-new]');
      view.scrollTop = view.scrollHeight;
      if (line && line.offsetTop < view.scrollHeight - view.clientHeight) view.scrollTop = line.offsetTop - 80;
      remember();
    } else {
      settle();
    }
    older();
  }, [rows, messages.status, messages.hasOlder, remember, settle, older]);

  // Growing text boxes, fonts, keyboards: everything that changes sizes without changing rows.
  useEffect(() => {
    const view = box.current;
    const inner = content.current;
    if (!view || !inner) return;
    const observer = new ResizeObserver(settle);
    observer.observe(view);
    observer.observe(inner);
    return () => observer.disconnect();
  }, [settle, messages.status]);

  // One's own message brings one to the end.
  const pendingCount = pending.length;
  const before = useRef(pendingCount);
  useLayoutEffect(() => {
    if (pendingCount > before.current) {
      stuck.current = true;
      settle();
    }
    before.current = pendingCount;
  }, [pendingCount, settle]);

  useEffect(() => onBottomChange(atBottom), [atBottom, onBottomChange]);

  const newest = ids.at(-1) ?? null;
  if (atBottom && newest !== lastSeen) setLastSeen(newest);
  const below = atBottom || lastSeen === null ? 0 : ids.filter((id) => id > lastSeen && byId[id]?.author.id !== meId).length;

  function toPresent(): void {
    stuck.current = true;
    settle();
    remember();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-row]');
    if (row !== event.target || !['ArrowUp', 'ArrowDown'].includes(event.key)) return;
    event.preventDefault();
    const all = [...(box.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    all[all.indexOf(row) + (event.key === 'ArrowUp' ? -1 : 1)]?.focus();
  }

  if (messages.status === 'failed') {
    return (
      <div className={styles.centered}>
        <Notice action={<Button tone="quiet" onClick={() => void reloadRoom(room)}>{t('common.retry')}</Button>}>
          {errorText(messages.error)}
        </Notice>
      </div>
    );
  }

  return (
    <div className={styles.frame}>
      <div
        ref={box}
        className={styles.list}
        role="log"
        aria-live="off"
        aria-label={t('messages.list')}
        aria-busy={messages.status === 'loading'}
        tabIndex={0}
        onScroll={() => {
          remember();
          older();
        }}
        onKeyDown={(event) => {
          if (event.target === box.current && event.key === 'ArrowUp') {
            event.preventDefault();
            [...(box.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])].at(-1)?.focus();
          } else onKeyDown(event);
        }}
      >
        <div ref={content} className={styles.content}>
          {messages.status === 'loading' && pending.length === 0 ? (
            <Skeleton label={t('common.loading')} lines={8} avatar />
          ) : (
            <>
              {messages.hasOlder ? <Skeleton label={t('messages.loadingOlder')} lines={3} avatar /> : intro}
              {rows.map((row) => {
                switch (row.kind) {
                  case 'day':
                    return (
                      <div key={row.key} className={styles.day} role="separator">
                        <span>{longDay(row.at, i18n.language)}</span>
                      </div>
                    );
                  case 'new':
                    return (
                      <div key={row.key} className={styles.new} role="separator" data-new>
                        <span>{t('messages.new')}</span>
                      </div>
                    );
                  case 'pending':
                    return <PendingRow key={row.key} roomKey={key} nonce={row.nonce} head={row.head} />;
                  case 'message':
                    return (
                      <MessageRow
                        key={row.key}
                        roomKey={key}
                        id={row.id}
                        head={row.head}
                        editing={editing === row.id}
                        canManage={canManage}
                        actions={actions}
                      />
                    );
                }
              })}
            </>
          )}
        </div>
      </div>
      <Announcer roomKey={key} />
      {!atBottom && messages.status === 'ready' && (
        <button type="button" className={styles.present} onClick={toPresent}>
          <ArrowDown size={16} aria-hidden />
          {below > 0 ? t('messages.newBelow', { count: below }) : t('messages.toPresent')}
        </button>
      )}
    </div>
  );
}
