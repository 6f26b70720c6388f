import { useEffect, type ReactNode } from 'react';
import { Logo } from '@/ui/Logo';
import { loadInstance } from '../api';
import { useAuth } from '../store';
import styles from './AuthFrame.module.css';

/** The page around what is shown to those who are not in yet. */
export function AuthFrame({ children, footer }: { children: ReactNode; footer?: ReactNode }) {
  const name = useAuth((state) => state.instance?.name) ?? 'Ohkay';
  useEffect(() => {
    loadInstance().catch(() => undefined);
  }, []);
  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <p className={styles.brand}>
          <Logo size={40} />
          <span>{name}</span>
        </p>
        <div className={styles.card}>{children}</div>
        {footer && <div className={styles.footer}>{footer}</div>}
      </div>
    </main>
  );
}
