import { useCallback, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '@/api/errorText';
import { copyText } from '@/lib/clipboard';
import { inviteLink } from '@/lib/invite';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Notice } from '@/ui/Notice';
import { createInvite } from '../api';
import styles from './InviteDialog.module.css';

const lifetimes = [1, 24, 168, 720, 0] as const;
const uses = [0, 1, 5, 10, 25, 100] as const;

interface Props {
  serverId: number;
  serverName: string;
  onClose: () => void;
}

/** Makes a link at once; other limits make another link. */
export function InviteDialog({ serverId, serverName, onClose }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [hours, setHours] = useState<number>(168);
  const [maxUses, setMaxUses] = useState<number>(0);
  const [code, setCode] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [copied, setCopied] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const latest = useRef(0);

  const create = useCallback(
    async (limit: number, lifetime: number) => {
      const turn = ++latest.current;
      setCode(null);
      setCopied(false);
      setError(null);
      try {
        const created = await createInvite(serverId, limit, lifetime);
        if (turn === latest.current) setCode(created);
      } catch (cause) {
        if (turn === latest.current) setError(errorText(cause));
      }
    },
    [serverId],
  );

  const started = useRef(false);
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    void create(0, 168);
  }, [create]);

  return (
    <Dialog
      open
      onClose={onClose}
      title={t('invites.title', { name: serverName })}
      description={t('invites.text')}
      closeLabel={t('common.close')}
    >
      {error ? (
        <Notice
          action={
            <Button tone="quiet" onClick={() => void create(maxUses, hours)}>
              {t('common.retry')}
            </Button>
          }
        >
          {error}
        </Notice>
      ) : (
        <div className={styles.link}>
          <input
            ref={field}
            className={styles.input}
            aria-label={t('invites.link')}
            readOnly
            value={code ? inviteLink(code) : t('common.loading')}
            onFocus={(event) => event.target.select()}
          />
          <Button
            disabled={!code}
            onClick={() => {
              if (code) void copyText(inviteLink(code), field.current).then(setCopied);
            }}
          >
            {copied ? t('invites.copied') : t('invites.copy')}
          </Button>
        </div>
      )}
      <div className={styles.limits}>
        <label htmlFor={`${id}-life`}>{t('invites.lifetime')}</label>
        <select
          id={`${id}-life`}
          value={hours}
          onChange={(event) => {
            const next = Number(event.target.value);
            setHours(next);
            void create(maxUses, next);
          }}
        >
          {lifetimes.map((value) => (
            <option key={value} value={value}>
              {value === 0
                ? t('invites.forever')
                : value < 24
                  ? t('invites.hours', { count: value })
                  : t('invites.days', { count: value / 24 })}
            </option>
          ))}
        </select>
        <label htmlFor={`${id}-uses`}>{t('invites.maxUses')}</label>
        <select
          id={`${id}-uses`}
          value={maxUses}
          onChange={(event) => {
            const next = Number(event.target.value);
            setMaxUses(next);
            void create(next, hours);
          }}
        >
          {uses.map((value) => (
            <option key={value} value={value}>
              {value === 0 ? t('invites.unlimited') : t('invites.times', { count: value })}
            </option>
          ))}
        </select>
      </div>
      <p className="visually-hidden" role="status">
        {copied ? t('invites.copied') : ''}
      </p>
    </Dialog>
  );
}
