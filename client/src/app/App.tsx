import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes, useLocation, useParams } from 'react-router';
import { useAuth } from '@/features/auth/store';
import { AuthPage } from './AuthPage';
import { InvitePage } from './InvitePage';

const Shell = lazy(() => import('./Shell').then((module) => ({ default: module.Shell })));

export function App() {
  return (
    <Routes>
      <Route path="/login" element={<AuthPage key="login" mode="login" />} />
      <Route path="/register" element={<AuthPage key="register" mode="register" />} />
      <Route path="/invite/:code" element={<InvitePage />} />
      <Route path="/channels/@me/:conversationId?" element={<Inside />} />
      <Route path="/channels/:serverId/:channelId?" element={<Inside />} />
      <Route path="*" element={<Navigate to="/channels/@me" replace />} />
    </Routes>
  );
}

function idOf(text: string | undefined): number | null {
  return text !== undefined && /^[1-9]\d{0,15}$/.test(text) ? Number(text) : null;
}

/** What only those who are logged in see; others come back here after login. */
function Inside() {
  const userId = useAuth((state) => state.userId);
  const { pathname } = useLocation();
  const { serverId, channelId, conversationId } = useParams();
  if (userId === null) return <Navigate to={`/login?next=${encodeURIComponent(pathname)}`} replace />;
  return (
    <Suspense fallback={null}>
      <Shell
        key={userId}
        userId={userId}
        serverId={idOf(serverId)}
        channelId={idOf(channelId)}
        conversationId={idOf(conversationId)}
      />
    </Suspense>
  );
}
