import { useTranslation } from 'react-i18next';
import { errorText } from '@/api/errorText';
import { useAction } from '@/api/useAction';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
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
  const { busy, error, run } = useAction();
  return (
    <ConfirmDialog
      title={t('servers.leaveTitle', { name: server?.name ?? '' })}
      description={t('servers.leaveText')}
      label={t('servers.leave')}
      cancelLabel={t('common.cancel')}
      closeLabel={t('common.close')}
      busy={busy}
      error={error && errorText(error)}
      onConfirm={() => void run(() => leaveServer(serverId).then(onLeft))}
      onClose={onClose}
    />
  );
}
