import type { ReactNode } from 'react';
import styles from './Empty.module.css';

interface Props {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  /** What to do next. */
  action?: ReactNode;
}

/** Says why there is nothing here, and what to do about it. */
export function Empty({ icon, title, children, action }: Props) {
  return (
    <div className={styles.empty}>
      <span className={styles.icon} aria-hidden>
        {icon}
      </span>
      <h2 className={styles.title}>{title}</h2>
      {children && <p className={styles.text}>{children}</p>}
      {action && <div className={styles.action}>{action}</div>}
    </div>
  );
}
