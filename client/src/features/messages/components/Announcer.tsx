import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '@/api/types';
import type { RoomKey } from '@/lib/room';
import { useUsers } from '@/features/users/store';
import { arrivals } from '../state';
import { useMessages } from '../store';

const groupMs = 1000;
const readOutAtMost = 3;

/**
 * Tells who does not see the list what others have just written: together what comes together, many only by their
 * number. The list itself is not live, or every older page would be read out.
 */
export function Announcer({ roomKey }: { roomKey: RoomKey }) {
  const { t } = useTranslation();
  const [told, setTold] = useState<Message[]>([]);

  useEffect(() => {
    let heard: Message[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = useMessages.subscribe((now, earlier) => {
      const [room, before] = [now.rooms[roomKey], earlier.rooms[roomKey]];
      if (!room || !before || room.ids === before.ids) return;
      const come = arrivals(before, room, useUsers.getState().meId ?? 0);
      if (come.length === 0) return;
      heard.push(...come);
      timer ??= setTimeout(() => {
        setTold(heard);
        heard = [];
        timer = undefined;
      }, groupMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [roomKey]);

  return (
    <div className="visually-hidden" aria-live="polite" data-announcer>
      {told.length > readOutAtMost ? (
        <p key={told.at(-1)?.id}>{t('messages.newBelow', { count: told.length })}</p>
      ) : (
        told.map(({ id, author, content }) => (
          <p key={id}>{t('messages.said', { name: author.displayName, text: content })}</p>
        ))
      )}
    </div>
  );
}
