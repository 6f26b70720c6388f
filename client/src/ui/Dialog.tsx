import * as Radix from '@radix-ui/react-dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './Button';
import styles from './Dialog.module.css';
import { Notice } from './Notice';

interface Props {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  closeLabel: string;
  children: ReactNode;
}

/** A modal: focus stays inside and goes back afterwards, Escape and a click outside close it. */
export function Dialog({ open, onClose, title, description, closeLabel, children }: Props) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={styles.scrim}>
          <Radix.Content className={styles.dialog} {...(description ? {} : { 'aria-describedby': undefined })}>
            <Radix.Title className={styles.title}>{title}</Radix.Title>
            {description && <Radix.Description className={styles.description}>{description}</Radix.Description>}
            {children}
            {/* Last, so that the focus begins at what the dialog is for. */}
            <Radix.Close className={styles.close} aria-label={closeLabel}>
              <X size={20} aria-hidden />
            </Radix.Close>
          </Radix.Content>
        </Radix.Overlay>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The buttons at the foot of a dialog. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}

interface AnswerProps {
  label: string;
  cancelLabel: string;
  tone?: 'accent' | 'danger';
  busy: boolean;
  disabled?: boolean;
  error: string | null;
  onCancel: () => void;
  /** Without it the answer submits the form that it stands in. */
  onConfirm?: () => void;
}

/** The foot of a dialog that asks for one thing: why it failed, the way out, and doing it. */
export function DialogAnswer({ label, cancelLabel, tone, busy, disabled, error, onCancel, onConfirm }: AnswerProps) {
  return (
    <>
      {error && <Notice>{error}</Notice>}
      <DialogActions>
        <Button tone="quiet" onClick={onCancel}>
          {cancelLabel}
        </Button>
        <Button tone={tone} type={onConfirm ? 'button' : 'submit'} busy={busy} disabled={disabled} onClick={onConfirm}>
          {label}
        </Button>
      </DialogActions>
    </>
  );
}
