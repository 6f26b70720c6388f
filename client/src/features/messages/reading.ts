import { useEffect, useState } from 'react';
import type { RoomKey } from '@/lib/room';

let reading: RoomKey | null = null;

/** The room that is being read now: open, at its end, in a visible and focused window. */
export function roomBeingRead(): RoomKey | null {
  return reading;
}

export function setRoomBeingRead(key: RoomKey | null): void {
  reading = key;
}

const attentive = () => document.visibilityState === 'visible' && document.hasFocus();

/** Whether somebody looks at this window. */
export function useAttention(): boolean {
  const [attention, setAttention] = useState(attentive);
  useEffect(() => {
    const update = () => setAttention(attentive());
    document.addEventListener('visibilitychange', update);
    window.addEventListener('focus', update);
    window.addEventListener('blur', update);
    return () => {
      document.removeEventListener('visibilitychange', update);
      window.removeEventListener('focus', update);
      window.removeEventListener('blur', update);
    };
  }, []);
  return attention;
}
