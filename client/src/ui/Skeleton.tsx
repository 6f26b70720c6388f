import styles from './Skeleton.module.css';

/** Grey lines in the shape of what is coming; for first loads only. */
export function Skeleton({ label, lines = 6, avatar = false }: { label: string; lines?: number; avatar?: boolean }) {
  return (
    <div className={styles.skeleton} role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, index) => (
        <div key={index} className={styles.row}>
          {avatar && <span className={styles.circle} />}
          <span className={styles.line} style={{ width: `${35 + ((index * 29) % 50)}%` }} />
        </div>
      ))}
    </div>
  );
}
