import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { errorText } from '@/api/errorText';
import { useAction } from '@/api/useAction';
import { AuthFrame } from '@/features/auth/components/AuthFrame';
import { useAuth } from '@/features/auth/store';
import { InviteCard } from '@/features/invites/components/InviteCard';
import { joinByInvite } from '@/features/servers/api';
import { Button } from '@/ui/Button';
import { Notice } from '@/ui/Notice';
import { LanguageChoice } from './AuthPage';
import styles from './InvitePage.module.css';

/** Where an invite link leads: what it is for, and in with one click, or after login. */
export function InvitePage() {
  const { t } = useTranslation();
  const { code = '' } = useParams();
  const loggedIn = useAuth((state) => state.userId !== null);
  const next = `?next=${encodeURIComponent(`/invite/${code}`)}`;

  useEffect(() => {
    document.title = `${t('invites.invited')} · Ohkay`;
  }, [t]);

  return (
    <AuthFrame footer={<LanguageChoice />}>
      <InviteCard code={code} otherwise={<Link to="/channels/@me">{t('invites.home')}</Link>}>
        {(invite) =>
          loggedIn ? (
            <JoinButton code={invite.code} />
          ) : (
            <div className={styles.choices}>
              <Link className={styles.register} to={`/register${next}`}>
                {t('invites.register')}
              </Link>
              <Link className={styles.login} to={`/login${next}`}>
                {t('invites.login')}
              </Link>
            </div>
          )
        }
      </InviteCard>
    </AuthFrame>
  );
}

function JoinButton({ code }: { code: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { busy, error, run } = useAction();

  async function join(): Promise<void> {
    const server = await joinByInvite(code);
    await navigate(`/channels/${server.id}`, { replace: true, state: { land: true } });
  }

  return (
    <div className={styles.choices}>
      {error && <Notice>{errorText(error)}</Notice>}
      <Button wide busy={busy} onClick={() => void run(join)}>
        {t('invites.join')}
      </Button>
    </div>
  );
}
