import { Users } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError, type ApiError } from '@/api/errors';
import { errorText } from '@/api/errorText';
import type { InvitePreview } from '@/api/types';
import { Avatar } from '@/ui/Avatar';
import { Skeleton } from '@/ui/Skeleton';
import { previewInvite } from '../api';
import styles from './InviteCard.module.css';

interface Props {
  code: string;
  /** What can be done with a good invite. */
  children: (invite: InvitePreview) => ReactNode;
  /** What can be done instead. */
  otherwise: ReactNode;
}

/** Where an invite leads. */
export function InviteCard({ code, children, otherwise }: Props) {
  const { t } = useTranslation();
  const [invite, setInvite] = useState<InvitePreview | null>(null);
  const [error, setError] = useState<ApiError | null>(null);

  useEffect(() => {
    let current = true;
    previewInvite(code).then(
      (found) => current && setInvite(found),
      (cause: unknown) => current && setError(asApiError(cause)),
    );
    return () => {
      current = false;
    };
  }, [code]);

  if (error) {
    return (
      <div className={styles.card} role="alert">
        <h1 className={styles.name}>{error.status === 404 ? t('invites.invalid') : t('invites.failed')}</h1>
        <p className={styles.text}>{error.status === 404 ? t('invites.invalidText') : errorText(error)}</p>
        {otherwise}
      </div>
    );
  }
  if (!invite) return <Skeleton label={t('common.loading')} lines={3} />;
  const { server } = invite;
  return (
    <div className={styles.card}>
      <Avatar id={server.id} name={server.name} url={server.iconUrl} size={72} square />
      <p className={styles.text}>{t('invites.invited')}</p>
      <h1 className={styles.name}>{server.name}</h1>
      {server.description && <p className={styles.text}>{server.description}</p>}
      <p className={styles.count}>
        <Users size={16} aria-hidden />
        {t('members.count', { count: server.memberCount })}
      </p>
      {children(invite)}
    </div>
  );
}
