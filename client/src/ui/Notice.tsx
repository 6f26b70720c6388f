import type { ReactNode } from 'react';
import styles from './Notice.module.css';

/** A sentence about what went wrong, next to what failed, with what to do about it. */
export function Notice({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.notice} role="alert">
      <p>{children}</p>
      {action}
    </div>
  );
}
