import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useSearchParams } from 'react-router';
import { AuthFrame } from '@/features/auth/components/AuthFrame';
import { CredentialsForm } from '@/features/auth/components/CredentialsForm';
import { useAuth } from '@/features/auth/store';
import { languages } from '@/features/preferences/languages';
import { setLanguage } from '@/features/preferences/store';

/** A path of this client, never another site. */
function safeNext(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) ? next : '/channels/@me';
}

export function AuthPage({ mode }: { mode: 'login' | 'register' }) {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const userId = useAuth((state) => state.userId);
  const ended = useAuth((state) => state.ended);

  useEffect(() => {
    document.title = `${t(mode === 'login' ? 'auth.login' : 'auth.register')} · Ohkay`;
  }, [t, mode]);

  if (userId !== null) return <Navigate to={safeNext(params.get('next'))} replace />;
  const next = params.get('next');
  const note = ended ? t('auth.ended') : next?.startsWith('/invite/') ? t('auth.forInvite') : undefined;
  return (
    <AuthFrame footer={<LanguageChoice />}>
      <CredentialsForm mode={mode} search={next ? `?next=${encodeURIComponent(next)}` : ''} note={note} />
    </AuthFrame>
  );
}

export function LanguageChoice() {
  const { i18n } = useTranslation();
  return languages.map(({ code, name }) => (
    <button key={code} type="button" lang={code} aria-pressed={i18n.language === code} onClick={() => setLanguage(code)}>
      {name}
    </button>
  ));
}
