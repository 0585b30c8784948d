import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { outage } from '../support/outages.ts';
import { steadyLoad } from '../support/steady-load.ts';
import { stack } from '../support/this-run.ts';
import { bench, booksOf, drained, exporting, halted, rate, storedOf } from './bench.ts';
import { note } from './results.ts';
import { isTriedOn } from './rows.ts';

const here = isTriedOn(stack, 10);
const lab = here ? await bench() : undefined!;
afterAll(() => lab?.[Symbol.asyncDispose]());

/** Halts Cassandra under load: it keeps its connections and answers nothing. */
const hanging = (seconds: number) =>
  steadyLoad(lab.endpoints, {
    perSecond: rate,
    during: async () => {
      await wait(2_000); // the load before the fault
      await using _ = await halted(lab, 'cassandra');
      await wait(seconds * 1_000); // the outage itself
    },
  });

test.runIf(here)(
  'a Cassandra that hangs gets everything once when it goes on, and each trace is found by a search',
  async () => {
    const start = Date.now() / 1000 - 1;
    const load = await hanging(outage);
    const after = await drained(lab);
    const ledger = await booksOf(lab, load);
    expect(ledger.differences).toEqual([]);
    expect(ledger.stored).toBe(ledger.sent);
    const chains = load.sent.filter(({ scenario }) => scenario.name === 'gateway GET /chain');
    const found = await lab.stores[0]!.search({
      service: 'gateway',
      operation: 'GET /chain',
      start,
      end: Date.now() / 1000,
      limit: 1_000,
    });
    const ids = new Set(found.map(({ traceId }) => traceId));
    expect(chains.length).toBeGreaterThan(10);
    expect(chains.filter(({ traceId }) => !ids.has(traceId))).toEqual([]);
    note(10, {
      seen: `${ledger.sent} SERVER spans, 0 lost, 0 twice; ${chains.length} of ${chains.length} traces found by service and operation; queue empty after ${after.toFixed(1)} s`,
    });
  },
);

test.runIf(here)('…and would lose what timed out without retries', async () => {
  await lab.withCollector(exporting({ timeout: '1s', retry_on_failure: { enabled: false } }));
  const ledger = await storedOf(lab, await hanging(8), 10_000);
  expect(ledger.stored).toBeLessThan(ledger.sent);
  note(10, { control: `no retries, timeout 1 s: ${ledger.sent - ledger.stored} of ${ledger.sent} lost` });
});
