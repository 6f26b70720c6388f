import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { classes } from '@/lib/classes';
import styles from './IconButton.module.css';
import { Tip } from './Tip';

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** The name of the action: shown as a tooltip and read out. */
  label: string;
  children: ReactNode;
  side?: 'top' | 'right' | 'bottom' | 'left';
  tone?: 'plain' | 'danger';
  ref?: Ref<HTMLButtonElement>;
}

export function IconButton({ label, side = 'top', tone = 'plain', className, children, ...rest }: Props) {
  return (
    <Tip label={label} side={side}>
      <button
        {...rest}
        type="button"
        aria-label={label}
        className={classes(styles.button, tone === 'danger' && styles.danger, className)}
      >
        {children}
      </button>
    </Tip>
  );
}
