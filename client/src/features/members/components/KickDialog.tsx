import { useTranslation } from 'react-i18next';
import { errorText } from '@/api/errorText';
import { useAction } from '@/api/useAction';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import type { Person } from '@/features/users/store';
import { kickMember } from '../api';

interface Props {
  serverId: number;
  person: Person;
  onClose: () => void;
}

export function KickDialog({ serverId, person, onClose }: Props) {
  const { t } = useTranslation();
  const { busy, error, run } = useAction();
  return (
    <ConfirmDialog
      title={t('members.kickTitle', { name: person.displayName })}
      description={t('members.kickText')}
      label={t('members.kick')}
      cancelLabel={t('common.cancel')}
      closeLabel={t('common.close')}
      busy={busy}
      error={error && errorText(error)}
      onConfirm={() => void run(() => kickMember(serverId, person.id).then(onClose))}
      onClose={onClose}
    />
  );
}
