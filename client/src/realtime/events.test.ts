// @vitest-environment node
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { serverEvents } from './events';

interface AsyncApi {
  operations: Record<string, { action: 'send' | 'receive' }>;
}

it('knows every event that docs/asyncapi.yaml says the server sends, and no other', () => {
  const { operations } = parse(readFileSync(new URL('../../../docs/asyncapi.yaml', import.meta.url), 'utf8')) as AsyncApi;
  const sent = Object.entries(operations)
    .filter(([, { action }]) => action === 'send')
    .map(([name]) => name);
  // joined_server is also the acknowledgement, error comes only to emits without one: the client waits for acks.
  expect([...serverEvents].sort()).toEqual(sent.filter((name) => name !== 'joined_server' && name !== 'error').sort());
});
