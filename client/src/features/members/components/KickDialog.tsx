import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '@/api/errorText';
import { Button } from '@/ui/Button';
import { Dialog, DialogActions } from '@/ui/Dialog';
import { Notice } from '@/ui/Notice';
import type { Person } from '@/features/users/store';
import { kickMember } from '../api';

interface Props {
  serverId: number;
  person: Person;
  onClose: () => void;
}

export function KickDialog({ serverId, person, onClose }: Props) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function kick(): Promise<void> {
    setBusy(true);
    try {
      await kickMember(serverId, person.id);
      onClose();
    } catch (cause) {
      setError(errorText(cause));
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t('members.kickTitle', { name: person.displayName })}
      description={t('members.kickText')}
      closeLabel={t('common.close')}
    >
      {error && <Notice>{error}</Notice>}
      <DialogActions>
        <Button tone="quiet" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button tone="danger" busy={busy} onClick={() => void kick()}>
          {t('members.kick')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
