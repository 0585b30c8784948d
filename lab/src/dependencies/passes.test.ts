import { expect, test } from 'vitest';
import { Passes } from './passes.ts';

test('a failure is said once, with its cause, and its end once', async () => {
  const said: string[] = [];
  let fails = true;
  const pass = async () => {
    if (fails) throw new Error('Cassandra is away');
  };
  const passes = new Passes(pass, { every: 5_000, say: (line) => said.push(line) });
  expect(passes.whyNot()).toBe('the first pass has not ended');
  await passes.once();
  await passes.once();
  expect(passes.whyNot()).toBe('Cassandra is away');
  fails = false;
  await passes.once();
  await passes.once();
  expect(passes.whyNot()).toBeUndefined();
  expect(said).toEqual([
    'no edges are written: Cassandra is away; tried again every 5 s, Prometheus keeps the counts',
    'edges are written again, also those of the last 0 s',
  ]);
});

test('a pass that hangs is a reason, too', async () => {
  const passes = new Passes(async () => {}, { every: 0, say: () => {} });
  await passes.once();
  await expect.poll(() => passes.whyNot()).toMatch(/^the last pass ended \d+ s ago$/);
});
