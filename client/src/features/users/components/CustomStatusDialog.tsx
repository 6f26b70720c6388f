import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '@/api/errorText';
import type { ChosenStatus } from '@/api/types';
import { useAction } from '@/api/useAction';
import { Button } from '@/ui/Button';
import { Dialog, DialogActions } from '@/ui/Dialog';
import { Notice } from '@/ui/Notice';
import { TextField } from '@/ui/TextField';
import { changeStatus } from '../api';

interface Props {
  status: ChosenStatus;
  text: string;
  onClose: () => void;
}

export function CustomStatusDialog({ status, text, onClose }: Props) {
  const { t } = useTranslation();
  const [value, setValue] = useState(text);
  const { busy, error, run } = useAction();
  const save = (next: string) => void run(() => changeStatus(status, next.trim() || null).then(onClose));

  return (
    <Dialog open onClose={onClose} title={t('status.set')} closeLabel={t('common.close')}>
      <form
        onSubmit={(event: SubmitEvent) => {
          event.preventDefault();
          save(value);
        }}
      >
        <TextField
          label={t('status.custom')}
          placeholder={t('status.customHint')}
          value={value}
          maxLength={128}
          autoFocus
          onChange={(event) => setValue(event.target.value)}
        />
        {error && <Notice>{errorText(error)}</Notice>}
        <DialogActions>
          {text && (
            <Button tone="quiet" busy={busy} onClick={() => save('')}>
              {t('status.clear')}
            </Button>
          )}
          <Button type="submit" busy={busy}>
            {t('common.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
