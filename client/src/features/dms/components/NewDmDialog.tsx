import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '@/api/errorText';
import type { User } from '@/api/types';
import { classes } from '@/lib/classes';
import { Avatar } from '@/ui/Avatar';
import { Dialog } from '@/ui/Dialog';
import { Notice } from '@/ui/Notice';
import row from '@/ui/Row.module.css';
import { TextField } from '@/ui/TextField';
import { searchUsers } from '@/features/users/api';
import { useUsers } from '@/features/users/store';
import { openDm } from '../api';
import styles from './NewDmDialog.module.css';

interface Props {
  onClose: () => void;
  onOpened: (conversationId: number) => void;
}

const settleMs = 200;

/** Finds a person by name and opens the conversation with them. */
export function NewDmDialog({ onClose, onOpened }: Props) {
  const { t } = useTranslation();
  const meId = useUsers((state) => state.meId);
  const [query, setQuery] = useState('');
  const [found, setFound] = useState<{ query: string; users: User[] } | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [opening, setOpening] = useState<number | null>(null);
  const wanted = query.trim();

  useEffect(() => {
    if (!wanted) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      searchUsers(wanted, stop.signal).then(
        (users) => {
          setFound({ query: wanted, users });
          setError(null);
        },
        (cause: unknown) => {
          if (!stop.signal.aborted) setError(errorText(cause));
        },
      );
    }, settleMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [wanted]);

  async function open(userId: number): Promise<void> {
    setOpening(userId);
    try {
      onOpened((await openDm(userId)).id);
    } catch (cause) {
      setError(errorText(cause));
      setOpening(null);
    }
  }

  const users = wanted && found ? found.users.filter((user) => user.id !== meId) : [];
  return (
    <Dialog open onClose={onClose} title={t('dms.new')} description={t('dms.newText')} closeLabel={t('common.close')}>
      <TextField
        label={t('dms.search')}
        placeholder={t('dms.searchHint')}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        type="search"
        autoFocus
        autoComplete="off"
        spellCheck={false}
        maxLength={64}
      />
      {error && <Notice>{error}</Notice>}
      <ul className={styles.found} aria-label={t('dms.results')}>
        {users.map((user) => (
          <li key={user.id}>
            <button
              type="button"
              className={classes(row.row, row.button, styles.person)}
              disabled={opening !== null}
              onClick={() => void open(user.id)}
            >
              <Avatar id={user.id} name={user.displayName} url={user.avatarUrl} size={36} />
              <span className={classes(row.clipped, styles.name)}>{user.displayName}</span>
              <span className={classes(row.clipped, styles.username)}>@{user.username}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className={styles.note} role="status">
        {wanted && found?.query === wanted && users.length === 0 ? t('dms.nobody', { query: wanted }) : ''}
      </p>
    </Dialog>
  );
}
