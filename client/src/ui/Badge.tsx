import styles from './Badge.module.css';

/** How many wait there. */
export function Badge({ count, label }: { count: number; label: string }) {
  return (
    <span className={styles.badge} aria-label={label}>
      {count}
    </span>
  );
}
