import { Compass, PlusCircle } from 'lucide-react';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '@/api/errorText';
import type { Server } from '@/api/types';
import { useAction } from '@/api/useAction';
import { inviteCodeIn } from '@/lib/invite';
import { Choices } from '@/ui/Choices';
import { Dialog, DialogAnswer } from '@/ui/Dialog';
import { TextField } from '@/ui/TextField';
import { createServer, joinByInvite } from '../api';

interface Props {
  onClose: () => void;
  onDone: (server: Server) => void;
}

/** One's own server, or that of somebody who sent an invite. */
export function AddServerDialog({ onClose, onDone }: Props) {
  const { t } = useTranslation();
  const [mode, setMode] = useState<'create' | 'join'>('create');
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [invite, setInvite] = useState('');
  const [unreadable, setUnreadable] = useState(false);
  const { busy, error, run, clear } = useAction();

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    const code = inviteCodeIn(invite);
    if (mode === 'join' && !code) return setUnreadable(true);
    void run(async () =>
      onDone(mode === 'create' || !code ? await createServer(name.trim(), description) : await joinByInvite(code)),
    );
  }

  const fields = error?.fields ?? {};
  const placed = Boolean(fields['name'] ?? fields['description']);
  return (
    <Dialog open onClose={onClose} title={t('servers.add')} closeLabel={t('common.close')}>
      <form onSubmit={submit}>
        <Choices
          label={t('servers.how')}
          value={mode}
          onChange={(next) => {
            setMode(next);
            clear();
          }}
          options={[
            {
              value: 'create',
              label: t('servers.create'),
              hint: t('servers.createHint'),
              icon: <PlusCircle size={20} />,
            },
            { value: 'join', label: t('servers.join'), hint: t('servers.joinHint'), icon: <Compass size={20} /> },
          ]}
        />
        {mode === 'create' ? (
          <>
            <TextField
              label={t('servers.name')}
              value={name}
              onChange={(event) => setName(event.target.value)}
              maxLength={100}
              required
              autoFocus
              autoComplete="off"
              error={fields['name']}
            />
            <TextField
              label={t('servers.description')}
              value={description}
              onChange={(event) => setDescription(event.target.value)}
              maxLength={1000}
              autoComplete="off"
              error={fields['description']}
            />
          </>
        ) : (
          <TextField
            label={t('servers.invite')}
            hint={t('servers.inviteHint')}
            value={invite}
            onChange={(event) => {
              setInvite(event.target.value);
              setUnreadable(false);
            }}
            required
            autoFocus
            autoComplete="off"
            spellCheck={false}
            error={unreadable ? t('servers.inviteUnreadable') : undefined}
          />
        )}
        <DialogAnswer
          label={mode === 'create' ? t('servers.create') : t('servers.join')}
          cancelLabel={t('common.cancel')}
          busy={busy}
          disabled={mode === 'create' ? !name.trim() : !invite.trim()}
          error={error && !placed ? errorText(error) : null}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}
