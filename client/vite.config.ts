import { fileURLToPath, URL } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Where `npm run dev` finds a running Ohkay. */
const origin = process.env['OHKAY_ORIGIN'] ?? 'http://localhost:8100';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: {
    port: 8101,
    proxy: {
      '/api': { target: origin, changeOrigin: true },
      '/health': { target: origin, changeOrigin: true },
      '/uploads': { target: origin, changeOrigin: true },
      '/socket.io': { target: origin, changeOrigin: true, ws: true },
    },
  },
  build: {
    target: 'es2022',
    sourcemap: false,
    // Nothing may be inlined into the page: the server sends a CSP without unsafe-inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
  },
});
