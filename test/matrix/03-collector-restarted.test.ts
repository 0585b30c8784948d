import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { countedBy } from '../../lab/src/check/counted.ts';
import { restart } from '../support/restart.ts';
import { steadyLoad } from '../support/steady-load.ts';
import { bench, booksOf, drained, queueInMemory, rate, store, storedOf, waiting } from './bench.ts';
import { note } from './results.ts';

const lab = await bench();
afterAll(() => lab[Symbol.asyncDispose]());
afterEach(async () => {
  if ((await lab.lab.status()).find(({ part }) => part === store)?.state === 'stopped') await lab.lab.start(store);
});

/** Sends while the store is stopped, restarts the collector once all is counted, then starts the store. */
async function restartedMeanwhile() {
  await lab.lab.stop(store);
  const load = await steadyLoad(lab.endpoints, { perSecond: rate, seconds: 4 });
  const due = load.sent.flatMap(({ scenario, status }) => scenario.due(status!)).length;
  await until('all is counted', async () => {
    const counted = await countedBy(lab.prometheus, load.run);
    return counted.reduce((sum, { calls }) => sum + calls, 0) === due ? true : undefined;
  });
  const before = await waiting(lab);
  await restart(lab, 'collector'); // fails if it has to be killed
  const after = await waiting(lab);
  await lab.lab.start(store);
  const seconds = await drained(lab);
  return { load, before, after, seconds };
}

test('a collector that is restarted while the store is stopped keeps its queue: the gauge goes on, and nothing is lost', async () => {
  const { load, before, after, seconds } = await restartedMeanwhile();
  expect(before).toBeGreaterThan(load.sent.length);
  expect(after).toBe(before);
  expect(readFileSync(join(lab.home, 'logs/collector.log'), 'utf8')).toContain('Shutdown complete.');
  const ledger = await booksOf(lab, load);
  expect(ledger.differences).toEqual([]);
  expect(ledger.stored).toBe(ledger.sent);
  note(3, { seen: `${before} spans queued, ${after} after the restart, all stored ${seconds.toFixed(1)} s later` });
});

test('…and would lose all of it with its queue in memory', async () => {
  await lab.withCollector(queueInMemory);
  const { load, before, after } = await restartedMeanwhile();
  expect(after).toBe(0);
  const ledger = await storedOf(lab, load, 3_000);
  expect(ledger.stored).toBe(0);
  note(3, { control: `queue in memory: ${before} spans queued, ${after} after the restart, 0 stored` });
});
