import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readForTabs, writeForTabs } from '@/lib/tabStore';
import { api, unwrap } from './http';
import { beginSession, endSession, freshToken, getSession, onSessionChange, renewToken } from './session';

vi.mock('@/lib/tabStore', () => ({
  readForTabs: vi.fn(() => Promise.resolve(null)),
  writeForTabs: vi.fn(() => Promise.resolve()),
}));

const part = (value: object) => btoa(JSON.stringify(value));
const tokenOf = (name: string, lifeSeconds = 900) => `${part({})}.${part({ iat: 1000, exp: 1000 + lifeSeconds })}.${name}`;
const grant = (name: string, lifeSeconds?: number) => ({
  token: tokenOf(name, lifeSeconds),
  refreshToken: `refresh-${name}`,
  user: { id: 1 },
});
const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });

const network = vi.fn<(input: Request | string, init?: RequestInit) => Promise<Response>>();
const refreshes = () => network.mock.calls.filter(([input]) => input === '/api/auth/refresh');

beforeEach(() => {
  network.mockReset();
  vi.stubGlobal('fetch', network);
});

afterEach(() => {
  endSession(null);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('the session', () => {
  it('is renewed before its token ends, whatever this computer’s date is', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2031-01-01') });
    beginSession(grant('a'));
    expect(await freshToken()).toBe(tokenOf('a'));
    vi.setSystemTime(Date.now() + 880_000);
    network.mockResolvedValue(json(200, grant('b')));
    expect(await freshToken()).toBe(tokenOf('b'));
    expect(refreshes()).toHaveLength(1);
  });

  it('is renewed once for many who ask at a time', async () => {
    beginSession(grant('a'));
    network.mockImplementation(() => Promise.resolve(json(200, grant('b'))));
    const tokens = await Promise.all([renewToken(tokenOf('a')), renewToken(tokenOf('a')), renewToken(tokenOf('a'))]);
    expect(new Set(tokens)).toEqual(new Set([tokenOf('b')]));
    expect(refreshes()).toHaveLength(1);
  });

  it('takes what another tab has renewed, instead of using the old refresh token a second time', async () => {
    beginSession(grant('a'));
    localStorage.setItem(
      'ohkay.session',
      JSON.stringify({ userId: 1, token: tokenOf('other'), refreshToken: 'refresh-other', renewAt: null }),
    );
    expect(await renewToken(tokenOf('a'))).toBe(tokenOf('other'));
    expect(refreshes()).toHaveLength(0);
  });

  it('believes what the last tab wrote down before what its own localStorage still shows', async () => {
    beginSession(grant('a'));
    const other = { userId: 1, token: tokenOf('other'), refreshToken: 'refresh-other', renewAt: null };
    vi.mocked(readForTabs).mockResolvedValueOnce(JSON.stringify(other));
    expect(await renewToken(tokenOf('a'))).toBe(tokenOf('other'));
    expect(refreshes()).toHaveLength(0);
  });

  it('does not go back to what somebody else, or an older login, left for the tabs', async () => {
    beginSession(grant('a'));
    const stranger = { userId: 2, token: tokenOf('stranger'), refreshToken: 'refresh-stranger', renewAt: null };
    vi.mocked(readForTabs).mockResolvedValueOnce(JSON.stringify(stranger));
    network.mockResolvedValue(json(200, grant('b')));
    expect(await renewToken(tokenOf('a'))).toBe(tokenOf('b'));
    expect(JSON.parse(refreshes()[0]?.[1]?.body as string)).toEqual({ refreshToken: 'refresh-a' });
    expect(vi.mocked(writeForTabs).mock.lastCall?.[1]).toContain('refresh-b');
  });

  it('ends when the server refuses to renew it, and says so', async () => {
    beginSession(grant('a'));
    const heard = vi.fn();
    const stop = onSessionChange(heard);
    network.mockResolvedValue(json(401, { error: 'no', code: 'unauthorized' }));
    expect(await renewToken(tokenOf('a'))).toBeNull();
    expect(getSession()).toBeNull();
    expect(heard).toHaveBeenCalledWith(null, 'session_ended');
    stop();
  });

  it('does not end because the server cannot be reached or is ill', async () => {
    beginSession(grant('a'));
    network.mockRejectedValueOnce(new TypeError('network')).mockResolvedValueOnce(json(503, { code: 'unavailable' }));
    await expect(renewToken(tokenOf('a'))).rejects.toMatchObject({ code: 'offline' });
    await expect(renewToken(tokenOf('a'))).rejects.toMatchObject({ status: 503 });
    expect(getSession()).not.toBeNull();
  });
});

describe('a call', () => {
  it('that is refused for its token is made again with a new one, body and all', async () => {
    beginSession(grant('a'));
    const seen: { auth: string | null; body: string }[] = [];
    network.mockImplementation(async (input) => {
      if (!(input instanceof Request)) return json(200, grant('b'));
      const auth = input.headers.get('Authorization');
      seen.push({ auth, body: await input.text() });
      return auth === `Bearer ${tokenOf('a')}`
        ? json(401, { error: 'expired', code: 'token_expired' })
        : json(201, { server: { id: 5 } });
    });
    const { server } = await unwrap(api.POST('/api/servers', { body: { name: 'Garden' } }));
    expect(server.id).toBe(5);
    expect(seen.map((one) => one.auth)).toEqual([`Bearer ${tokenOf('a')}`, `Bearer ${tokenOf('b')}`]);
    expect(seen[1]?.body).toBe(JSON.stringify({ name: 'Garden' }));
  });

  it('gives the server’s sentence, code and fields when it fails', async () => {
    beginSession(grant('a'));
    network.mockResolvedValue(
      json(400, { error: 'The name is too long.', code: 'invalid_input', requestId: 'r', fields: { name: 'too long' } }),
    );
    await expect(unwrap(api.POST('/api/servers', { body: { name: 'x' } }))).rejects.toMatchObject({
      message: 'The name is too long.',
      code: 'invalid_input',
      fields: { name: 'too long' },
    });
  });

  it('that reaches nobody is offline', async () => {
    beginSession(grant('a'));
    network.mockRejectedValue(new TypeError('Failed to fetch'));
    await expect(unwrap(api.GET('/api/servers'))).rejects.toMatchObject({ code: 'offline' });
  });

  it('answered by a proxy’s page is still an error with a sentence', async () => {
    beginSession(grant('a'));
    network.mockResolvedValue(new Response('<h1>Bad gateway</h1>', { status: 502 }));
    await expect(unwrap(api.GET('/api/servers'))).rejects.toMatchObject({ status: 502, message: 'The server answered 502.' });
  });
});
