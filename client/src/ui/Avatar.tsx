import { classes } from '@/lib/classes';
import { hueOf, initials } from './avatarText';
import styles from './Avatar.module.css';

export type Presence = 'online' | 'idle' | 'dnd' | 'invisible' | 'offline';

interface Props {
  id: number;
  name: string;
  url?: string | null | undefined;
  size?: number;
  /** Shows a dot, with the given words for those who do not see it. */
  presence?: Presence | undefined;
  presenceLabel?: string | undefined;
  square?: boolean;
}

/** A picture, or initials on a colour that belongs to the id. */
export function Avatar({ id, name, url, size = 40, presence, presenceLabel, square = false }: Props) {
  const hue = hueOf(id);
  return (
    <span className={classes(styles.avatar, square && styles.square)} style={{ width: size, height: size }}>
      {url ? (
        <img className={styles.picture} src={url} alt="" width={size} height={size} draggable={false} />
      ) : (
        <span
          className={styles.initials}
          aria-hidden
          data-initials={initials(name)}
          style={{ background: `oklch(var(--avatar-lightness) 0.085 ${hue})`, fontSize: Math.max(10, size * 0.38) }}
        />
      )}
      {presence && (
        <span className={classes(styles.dot, styles[presence])} data-presence={presence} role="img" aria-label={presenceLabel} />
      )}
    </span>
  );
}
