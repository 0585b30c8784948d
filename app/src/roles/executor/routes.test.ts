import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Problem } from '../../http/problem.ts';
import type { PeerClient } from '../../peers/peer-client.ts';
import { work } from './routes.ts';

type Call = { peer: string; path: string; key: string | undefined };

test('the executor buys in both ways, each time with a key of its own, and goes on after a failure', async () => {
  const calls: Call[] = [];
  const peers: PeerClient = {
    async call(peer, path, _body, headers) {
      calls.push({ peer, path, key: headers?.['idempotency-key'] });
      throw new Error('away');
    },
  };
  const executor = await work({
    role: 'executor',
    peers,
    shop: { executorInterval: 5, observerInterval: 1000 },
    logger: pino({ level: 'silent' }),
  });
  await expect.poll(() => calls.length).toBeGreaterThanOrEqual(4);
  await executor.stop(1000);
  const made = calls.length;
  expect(calls.slice(0, 2)).toMatchObject([
    { peer: 'gateway', path: '/purchases' },
    { peer: 'gateway', path: '/purchases?mode=queued' },
  ]);
  expect(new Set(calls.map(({ key }) => key)).size).toBe(made);
});

test('the executor reads its orders back, and looks again for one that is not there yet', async () => {
  const read: string[] = [];
  const peers: PeerClient = {
    async call<T>(_peer: string, path: string, body?: unknown): Promise<T> {
      if (body !== undefined) return { id: path === '/purchases' ? 'made' : 'queued' } as T;
      read.push(path);
      if (path.endsWith('queued') && read.length === 2) throw new Problem(404, 'not there yet');
      return {} as T;
    },
  };
  const executor = await work({
    role: 'executor',
    peers,
    shop: { executorInterval: 5, observerInterval: 1000 },
    logger: pino({ level: 'silent' }),
  });
  await expect.poll(() => read.length, { timeout: 5_000 }).toBeGreaterThanOrEqual(3);
  await executor.stop(1000);
  expect(read.slice(0, 3)).toEqual(['/purchases/made', '/purchases/queued', '/purchases/queued']);
});
