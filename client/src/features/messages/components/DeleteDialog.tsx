import { useTranslation } from 'react-i18next';
import { errorText } from '@/api/errorText';
import type { Message } from '@/api/types';
import { useAction } from '@/api/useAction';
import type { Room } from '@/lib/room';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { deleteMessage } from '../api';
import styles from './DeleteDialog.module.css';
import { MessageText } from './MessageText';

interface Props {
  room: Room;
  message: Message;
  onClose: () => void;
}

export function DeleteDialog({ room, message, onClose }: Props) {
  const { t } = useTranslation();
  const { busy, error, run } = useAction();
  return (
    <ConfirmDialog
      title={t('messages.deleteTitle')}
      description={t('messages.deleteText')}
      label={t('messages.delete')}
      cancelLabel={t('common.cancel')}
      closeLabel={t('common.close')}
      busy={busy}
      error={error && errorText(error)}
      onConfirm={() => void run(() => deleteMessage(room, message.id).then(onClose))}
      onClose={onClose}
    >
      <blockquote className={styles.message}>
        <strong>{message.author.displayName}</strong>
        <MessageText text={message.content} />
      </blockquote>
    </ConfirmDialog>
  );
}
