import { WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '@/realtime/connection';
import styles from './OfflineBar.module.css';

const graceMs = 1200;

/** A quiet line while the server cannot be reached; a hiccup does not show. */
export function OfflineBar() {
  const { t } = useTranslation();
  const lost = useConnection((state) => state.status === 'lost');
  const [shown, setShown] = useState(false);
  if (!lost && shown) setShown(false);

  useEffect(() => {
    if (!lost) return;
    const timer = setTimeout(() => setShown(true), graceMs);
    return () => clearTimeout(timer);
  }, [lost]);

  return (
    <div role="status">
      {shown && (
        <p className={styles.bar}>
          <WifiOff size={16} aria-hidden />
          {t('connection.lost')}
        </p>
      )}
    </div>
  );
}
