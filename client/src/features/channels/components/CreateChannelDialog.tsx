import { FolderPlus, Hash, Megaphone } from 'lucide-react';
import { useId, useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError, type ApiError } from '@/api/errors';
import { errorText } from '@/api/errorText';
import type { Channel, ChannelType } from '@/api/types';
import { Button } from '@/ui/Button';
import { Choices } from '@/ui/Choices';
import { Dialog, DialogActions } from '@/ui/Dialog';
import { Notice } from '@/ui/Notice';
import { TextField } from '@/ui/TextField';
import { createChannel } from '../api';

interface Props {
  serverId: number;
  parentId: number | null;
  onClose: () => void;
  onCreated: (channel: Channel) => void;
}

type Kind = Extract<ChannelType, 'text' | 'announcement' | 'category'>;

export function CreateChannelDialog({ serverId, parentId, onClose, onCreated }: Props) {
  const { t } = useTranslation();
  const form = useId();
  const [name, setName] = useState('');
  const [type, setType] = useState<Kind>('text');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const parent = type === 'category' ? null : parentId;
      onCreated(await createChannel(serverId, { name: name.trim(), type, parentId: parent }));
    } catch (cause) {
      setError(asApiError(cause));
      setBusy(false);
    }
  }

  return (
    <Dialog open onClose={onClose} title={t('channels.create')} closeLabel={t('common.close')}>
      <form id={form} onSubmit={(event) => void submit(event)}>
        <Choices
          label={t('channels.type')}
          value={type}
          onChange={setType}
          options={[
            { value: 'text', label: t('channels.text'), hint: t('channels.textHint'), icon: <Hash size={20} /> },
            {
              value: 'announcement',
              label: t('channels.announcement'),
              hint: t('channels.announcementHint'),
              icon: <Megaphone size={20} />,
            },
            {
              value: 'category',
              label: t('channels.category'),
              hint: t('channels.categoryHint'),
              icon: <FolderPlus size={20} />,
            },
          ]}
        />
        <TextField
          label={t('channels.name')}
          value={name}
          onChange={(event) => setName(event.target.value)}
          maxLength={100}
          required
          autoFocus
          autoComplete="off"
          error={error?.fields['name']}
        />
        {error && !error.fields['name'] && <Notice>{errorText(error)}</Notice>}
        <DialogActions>
          <Button tone="quiet" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" busy={busy} disabled={!name.trim()}>
            {t('channels.create')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
