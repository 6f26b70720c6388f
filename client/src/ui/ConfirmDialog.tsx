import type { ReactNode } from 'react';
import { Dialog, DialogAnswer } from './Dialog';

interface Props {
  title: string;
  description: string;
  /** Names what is about to be done, on its button. */
  label: string;
  cancelLabel: string;
  closeLabel: string;
  busy: boolean;
  error: string | null;
  onConfirm: () => void;
  onClose: () => void;
  /** What it is about, where the title does not say it all. */
  children?: ReactNode;
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog({ title, description, closeLabel, onClose, children, ...answer }: Props) {
  return (
    <Dialog open onClose={onClose} title={title} description={description} closeLabel={closeLabel}>
      {children}
      <DialogAnswer {...answer} tone="danger" onCancel={onClose} />
    </Dialog>
  );
}
