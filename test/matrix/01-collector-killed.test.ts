import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { steadyLoad } from '../support/steady-load.ts';
import { bench, halted, lostBySdks, queueInMemory, rate, store, storedOf } from './bench.ts';
import { note } from './results.ts';

const lab = await bench();
afterAll(() => lab[Symbol.asyncDispose]());

/** Kills the collector under load while spans wait in it, and starts it at once; `away` in s. */
async function killed() {
  let away = 0;
  const load = await steadyLoad(lab.endpoints, {
    perSecond: rate,
    seconds: 10,
    during: async () => {
      await wait(3_000); // the load before the fault
      {
        await using _ = await halted(lab, store);
        await wait(2_000); // so that something waits for the store
        const began = performance.now();
        await lab.lab.kill('collector');
        await lab.lab.start('collector');
        away = (performance.now() - began) / 1000;
      }
    },
  });
  return { load, away };
}

test('a collector that is killed under load and started at once loses no span and stores none twice', async () => {
  const { load, away } = await killed();
  const ledger = await storedOf(lab, load);
  expect(ledger.differences).toEqual([]);
  expect(ledger.stored).toBe(ledger.sent);
  expect(await lostBySdks(lab)).toBe(0);
  const uncounted = ledger.sent - ledger.counted; // those that no scrape saw; below 0: batches that were sent again
  expect(uncounted).toBeLessThanOrEqual((ledger.sent / 10) * 1.5);
  expect(uncounted).toBeGreaterThanOrEqual(-512 * 3);
  note(1, {
    seen: `away ${away.toFixed(1)} s; ${ledger.sent} SERVER spans, 0 lost, 0 twice; ${uncounted} not counted`,
  });
});

test('…and would lose what waits with its queue in memory', async () => {
  await lab.withCollector(queueInMemory);
  const { load } = await killed();
  const ledger = await storedOf(lab, load, 10_000);
  expect(ledger.stored).toBeLessThan(ledger.sent);
  note(1, { control: `queue in memory: ${ledger.sent - ledger.stored} of ${ledger.sent} lost` });
});
