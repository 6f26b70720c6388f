import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '@/api/errorText';
import { Button } from '@/ui/Button';
import { Dialog, DialogActions } from '@/ui/Dialog';
import { Notice } from '@/ui/Notice';
import { leaveServer } from '../api';
import { useServer } from '../store';

interface Props {
  serverId: number;
  onClose: () => void;
  onLeft: () => void;
}

export function LeaveServerDialog({ serverId, onClose, onLeft }: Props) {
  const { t } = useTranslation();
  const server = useServer(serverId);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function leave(): Promise<void> {
    setBusy(true);
    try {
      await leaveServer(serverId);
      onLeft();
    } catch (cause) {
      setError(errorText(cause));
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t('servers.leaveTitle', { name: server?.name ?? '' })}
      description={t('servers.leaveText')}
      closeLabel={t('common.close')}
    >
      {error && <Notice>{error}</Notice>}
      <DialogActions>
        <Button tone="quiet" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button tone="danger" busy={busy} onClick={() => void leave()}>
          {t('servers.leave')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
