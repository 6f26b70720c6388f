import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { errorText } from '@/api/errorText';
import { useAction } from '@/api/useAction';
import { Button } from '@/ui/Button';
import { Notice } from '@/ui/Notice';
import { TextField } from '@/ui/TextField';
import { login, register } from '../api';
import { useAuth } from '../store';
import styles from './CredentialsForm.module.css';

interface Props {
  mode: 'login' | 'register';
  /** Query to keep when going over to the other form: where to go afterwards. */
  search: string;
  /** A sentence above the form, such as why the session ended. */
  note?: string | undefined;
}

const usernamePattern = '[A-Za-z0-9_.\\-]{2,32}';

/** Login and registration. On success the session begins; who shows this form decides what comes next. */
export function CredentialsForm({ mode, search, note }: Props) {
  const { t } = useTranslation();
  const registering = mode === 'register';
  const closed = useAuth((state) => state.instance?.registration === 'closed') && registering;
  const [username, setUsername] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [password, setPassword] = useState('');
  const [serverPassword, setServerPassword] = useState('');
  const { busy, error, run } = useAction();

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    const credentials = { username: username.trim(), password, serverPassword };
    void run(() => (registering ? register({ ...credentials, displayName }) : login(credentials)));
  }

  const fields = error?.fields ?? {};
  const at: Record<string, string> =
    error?.code === 'wrong_server_password'
      ? { serverPassword: errorText(error) }
      : error?.code === 'username_taken'
        ? { username: errorText(error) }
        : fields;
  const placed = ['username', 'displayName', 'password', 'serverPassword'].some((name) => at[name]);
  return (
    <form className={styles.form} onSubmit={submit}>
      <div>
        <h1 className={styles.title}>{t(registering ? 'auth.registerTitle' : 'auth.loginTitle')}</h1>
        <p className={styles.lead}>{t(registering ? 'auth.registerLead' : 'auth.loginLead')}</p>
      </div>
      {note && (
        <p className={styles.note} role="status">
          {note}
        </p>
      )}
      <TextField
        label={t('auth.username')}
        hint={registering ? t('auth.usernameHint') : undefined}
        error={at['username']}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        value={username}
        onChange={(event) => setUsername(event.target.value)}
        required
        autoFocus
        {...(registering ? { pattern: usernamePattern, title: t('auth.usernameHint') } : {})}
      />
      {registering && (
        <TextField
          label={t('auth.displayName')}
          hint={t('auth.displayNameHint')}
          error={at['displayName']}
          name="displayName"
          autoComplete="nickname"
          value={displayName}
          onChange={(event) => setDisplayName(event.target.value)}
          maxLength={32}
        />
      )}
      <TextField
        label={t('auth.password')}
        hint={registering ? t('auth.passwordHint') : undefined}
        error={at['password']}
        name="password"
        type="password"
        autoComplete={registering ? 'new-password' : 'current-password'}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        maxLength={256}
        {...(registering ? { minLength: 8, required: true } : {})}
      />
      <TextField
        label={t('auth.serverPassword')}
        hint={t('auth.serverPasswordHint')}
        error={at['serverPassword']}
        name="serverPassword"
        type="password"
        autoComplete="off"
        value={serverPassword}
        onChange={(event) => setServerPassword(event.target.value)}
        required
      />
      {closed && <Notice>{t('auth.closed')}</Notice>}
      {error && !placed && <Notice>{errorText(error)}</Notice>}
      <Button type="submit" wide busy={busy} disabled={closed}>
        {t(registering ? 'auth.register' : 'auth.login')}
      </Button>
      <p className={styles.other}>
        {t(registering ? 'auth.haveAccount' : 'auth.noAccount')}{' '}
        <Link to={`${registering ? '/login' : '/register'}${search}`}>{t(registering ? 'auth.login' : 'auth.register')}</Link>
      </p>
    </form>
  );
}
