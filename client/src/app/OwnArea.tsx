import { logout } from '@/features/auth/api';
import { PreferencesMenu } from '@/features/preferences/components/PreferencesMenu';
import { OwnCard } from '@/features/users/components/OwnCard';
import { useConnection } from '@/realtime/connection';

/** One's own card at the foot of the sidebar. */
export function OwnArea() {
  const connected = useConnection((state) => state.status !== 'lost');
  return <OwnCard connected={connected} preferences={<PreferencesMenu />} onLogout={() => void logout()} />;
}
