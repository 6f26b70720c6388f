import type { ButtonHTMLAttributes, Ref } from 'react';
import { classes } from '@/lib/classes';
import styles from './Button.module.css';

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  tone?: 'accent' | 'quiet' | 'danger';
  /** Shows that the action is under way, and takes no second click. */
  busy?: boolean;
  wide?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({ tone = 'accent', busy = false, wide = false, className, disabled, type, ...rest }: Props) {
  return (
    <button
      {...rest}
      type={type ?? 'button'}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={classes(styles.button, styles[tone], wide && styles.wide, busy && styles.busy, className)}
    />
  );
}
