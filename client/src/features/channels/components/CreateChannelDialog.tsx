import { FolderPlus, Hash, Megaphone } from 'lucide-react';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '@/api/errorText';
import type { Channel, ChannelType } from '@/api/types';
import { useAction } from '@/api/useAction';
import { Choices } from '@/ui/Choices';
import { Dialog, DialogAnswer } from '@/ui/Dialog';
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
  const [name, setName] = useState('');
  const [type, setType] = useState<Kind>('text');
  const { busy, error, run } = useAction();

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    const parent = type === 'category' ? null : parentId;
    void run(async () => onCreated(await createChannel(serverId, { name: name.trim(), type, parentId: parent })));
  }

  return (
    <Dialog open onClose={onClose} title={t('channels.create')} closeLabel={t('common.close')}>
      <form onSubmit={submit}>
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
        <DialogAnswer
          label={t('channels.create')}
          cancelLabel={t('common.cancel')}
          busy={busy}
          disabled={!name.trim()}
          error={error && !error.fields['name'] ? errorText(error) : null}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}
