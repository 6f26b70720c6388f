import { Crown, MessageSquare, MoreHorizontal, UserX } from 'lucide-react';
import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { errorText } from '@/api/errorText';
import { classes } from '@/lib/classes';
import { Avatar } from '@/ui/Avatar';
import { Button } from '@/ui/Button';
import { IconButton } from '@/ui/IconButton';
import { Menu, MenuItem } from '@/ui/Menu';
import { Notice } from '@/ui/Notice';
import row from '@/ui/Row.module.css';
import { Skeleton } from '@/ui/Skeleton';
import { useUsers, type Person } from '@/features/users/store';
import { loadMembers } from '../api';
import { useMembers } from '../store';
import styles from './MemberList.module.css';

interface Props {
  serverId: number;
  ownerId: number;
  canKick: boolean;
  onMessage: (userId: number) => void;
  onKick: (person: Person) => void;
}

const isHere = (person: Person) => person.status !== undefined && person.status !== 'offline' && person.status !== 'invisible';

/** Who is in the server: those who are here, then the others, each by name. */
export function MemberList({ serverId, ownerId, canKick, onMessage, onKick }: Props) {
  const { t, i18n } = useTranslation();
  const members = useMembers((state) => state.of[serverId]);
  const error = useMembers((state) => state.errorOf[serverId]);
  const people = useUsers(
    useShallow((state) =>
      Object.keys(members ?? {})
        .map((id) => state.byId[Number(id)])
        .filter((person) => person !== undefined),
    ),
  );
  const [here, away] = useMemo(() => {
    const collator = new Intl.Collator(i18n.language);
    const sorted = [...people].sort((a, b) => collator.compare(a.displayName, b.displayName));
    return [sorted.filter(isHere), sorted.filter((person) => !isHere(person))];
  }, [people, i18n.language]);

  if (!members) {
    return error ? (
      <div className={styles.list}>
        <Notice
          action={
            <Button tone="quiet" onClick={() => void loadMembers(serverId).catch(() => undefined)}>
              {t('common.retry')}
            </Button>
          }
        >
          {errorText(error)}
        </Notice>
      </div>
    ) : (
      <Skeleton label={t('common.loading')} lines={6} avatar />
    );
  }
  const entry = (person: Person) => (
    <li key={person.id}>
      <MemberRow person={person} owner={person.id === ownerId} canKick={canKick} onMessage={onMessage} onKick={onKick} />
    </li>
  );
  return (
    <div className={styles.list}>
      <h3 className={styles.heading}>{t('members.online', { count: here.length })}</h3>
      <ul aria-label={t('members.online', { count: here.length })}>{here.map(entry)}</ul>
      {away.length > 0 && (
        <>
          <h3 className={styles.heading}>{t('members.offline', { count: away.length })}</h3>
          <ul aria-label={t('members.offline', { count: away.length })}>{away.map(entry)}</ul>
        </>
      )}
    </div>
  );
}

interface RowProps {
  person: Person;
  owner: boolean;
  canKick: boolean;
  onMessage: (userId: number) => void;
  onKick: (person: Person) => void;
}

const MemberRow = memo(function MemberRow({ person, owner, canKick, onMessage, onKick }: RowProps) {
  const { t } = useTranslation();
  const isMe = useUsers((state) => state.meId === person.id);
  const presence = person.status ?? 'offline';
  return (
    <div className={classes(row.row, styles.member, !isHere(person) && styles.away)} data-member={person.id}>
      <Avatar
        id={person.id}
        name={person.displayName}
        url={person.avatarUrl}
        size={32}
        presence={presence}
        presenceLabel={t(`status.${presence}`)}
      />
      <div className={classes(row.text, styles.text)}>
        <span className={row.name}>
          {person.displayName}
          {owner && (
            <span className={styles.crown} role="img" aria-label={t('members.owner')} title={t('members.owner')}>
              <Crown size={14} aria-hidden />
            </span>
          )}
        </span>
        {person.customStatus && <span className={row.small}>{person.customStatus}</span>}
      </div>
      {!isMe && (
        <Menu
          align="end"
          trigger={
            <IconButton label={t('members.more', { name: person.displayName })} side="left" className={styles.more}>
              <MoreHorizontal size={18} aria-hidden />
            </IconButton>
          }
        >
          <MenuItem icon={<MessageSquare size={16} aria-hidden />} onSelect={() => onMessage(person.id)}>
            {t('members.message')}
          </MenuItem>
          {canKick && !owner && (
            <MenuItem danger icon={<UserX size={16} aria-hidden />} onSelect={() => onKick(person)}>
              {t('members.kick')}
            </MenuItem>
          )}
        </Menu>
      )}
    </div>
  );
});
