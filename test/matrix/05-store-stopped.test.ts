import { setTimeout as wait } from 'node:timers/promises';
import { metric } from '@span-metrics-lab/grafana';
import { afterAll, expect, test } from 'vitest';
import { highestOf } from '../support/highest.ts';
import { missingSpans, spansDue } from '../support/missing-spans.ts';
import { outage } from '../support/outages.ts';
import { steadyLoad } from '../support/steady-load.ts';
import { bench, booksOf, collectorNumber, drained, exporter, exporting, rate, store, waiting } from './bench.ts';
import { note } from './results.ts';

const lab = await bench();
afterAll(() => lab[Symbol.asyncDispose]());

/** Stops the store under load; `most`: how many spans waited at most, `after`: s until none did. */
async function away(seconds: number) {
  using most = highestOf(() => waiting(lab));
  let after = 0;
  const load = await steadyLoad(lab.endpoints, {
    perSecond: rate,
    during: async () => {
      await wait(2_000); // the load before the fault
      await lab.lab.stop(store);
      await wait(seconds * 1_000); // the outage itself
      await lab.lab.start(store);
    },
  });
  after = await drained(lab);
  return { load, most: most.value, after };
}

test('a store that is stopped for a while gets everything, and the queue is empty again sooner than it was away', async () => {
  const { load, most, after } = await away(outage);
  const spansPerSecond = (spansDue(load.sent) / load.sent.length) * rate;
  expect(most).toBeGreaterThan(spansPerSecond * outage * 0.8);
  expect(after).toBeLessThan(outage);
  const ledger = await booksOf(lab, load);
  expect(ledger.differences).toEqual([]);
  expect(ledger.stored).toBe(ledger.sent);
  note(5, {
    seen: `${ledger.sent} SERVER spans, 0 lost; ${most} spans waited at most (${spansPerSecond.toFixed(0)}/s); empty after ${after.toFixed(1)} s`,
  });
});

test('…and would miss what the exporter gives up after three seconds, which it counts', async () => {
  await lab.withCollector(exporting({ retry_on_failure: { max_interval: '1s', max_elapsed_time: '3s' } }));
  const { load } = await away(10);
  const missing = await missingSpans(lab.stores[0]!, load.sent);
  const lost = missing.reduce((sum, { spans }) => sum + spans, 0);
  expect(lost).toBeGreaterThan(0);
  expect(await collectorNumber(lab, metric.sendFailed, { exporter })).toBe(lost);
  note(5, { control: `retries end after 3 s: ${lost} spans lost, send_failed ${lost}` });
});
