import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import '@/ui/theme.css';
import { App } from './App';
import { startI18n } from './i18n';
import { followSession } from './session';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

followSession();
void startI18n().finally(() => {
  createRoot(root).render(
    <StrictMode>
      <BrowserRouter>
        <App />
      </BrowserRouter>
    </StrictMode>,
  );
});
