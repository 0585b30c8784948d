import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { outage } from '../support/outages.ts';
import { steadyLoad } from '../support/steady-load.ts';
import { bench, booksOf, drained, exporting, halted, rate, store, storedOf } from './bench.ts';
import { note } from './results.ts';

const lab = await bench();
afterAll(() => lab[Symbol.asyncDispose]());

/** Halts the store under load: it keeps its connections and answers nothing. */
const hanging = (seconds: number) =>
  steadyLoad(lab.endpoints, {
    perSecond: rate,
    during: async () => {
      await wait(2_000); // the load before the fault
      await using _ = await halted(lab, store);
      await wait(seconds * 1_000); // the outage itself
    },
  });

test('a store that hangs gets everything when it goes on, each span once by its id', async () => {
  const load = await hanging(outage);
  const after = await drained(lab);
  const ledger = await booksOf(lab, load);
  expect(ledger.differences).toEqual([]);
  expect(ledger.stored).toBe(ledger.sent);
  note(7, { seen: `${ledger.sent} SERVER spans, 0 lost, 0 twice; queue empty after ${after.toFixed(1)} s` });
});

test('…and would lose what timed out without retries', async () => {
  await lab.withCollector(exporting({ timeout: '1s', retry_on_failure: { enabled: false } }));
  const ledger = await storedOf(lab, await hanging(8), 10_000);
  expect(ledger.stored).toBeLessThan(ledger.sent);
  note(7, { control: `no retries, timeout 1 s: ${ledger.sent - ledger.stored} of ${ledger.sent} lost` });
});
