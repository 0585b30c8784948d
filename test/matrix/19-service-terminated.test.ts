import { afterAll, expect, test } from 'vitest';
import { bench } from './bench.ts';
import { endGateway } from './ended-service.ts';
import { note } from './results.ts';

const lab = await bench();
afterAll(() => lab[Symbol.asyncDispose]());

test('a service that is terminated under load ends in time, and every request that it answered has its trace', async () => {
  const { answered, missing, took } = await endGateway(lab, 'stop');
  expect(took).toBeLessThan(10);
  expect(answered.length).toBeGreaterThan(200);
  expect(missing).toEqual([]);
  note(19, { seen: `ended after ${took.toFixed(1)} s; ${answered.length} answered requests, each with its trace` });
});

test('…and would lack some if it ended without sending what it has', async () => {
  const { answered, missing } = await endGateway(lab, 'kill');
  expect(missing.length).toBeGreaterThan(0);
  note(19, { control: `no last flush (SIGKILL): ${missing.length} of ${answered.length} lack spans` });
});
