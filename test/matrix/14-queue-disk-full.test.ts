import { join } from 'node:path';
import { metric } from '@span-metrics-lab/grafana';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { smallDisk, whyNoDisk } from '../support/small-disk.ts';
import { steadyLoad } from '../support/steady-load.ts';
import { bench, collectorNumber, exporter, lostBySdks, processOf, rate, store, storedOf } from './bench.ts';
import { note } from './results.ts';

const noDisk = whyNoDisk();
const lab = noDisk === undefined ? await bench() : undefined!;
afterAll(() => lab?.[Symbol.asyncDispose]());

let ledger: Awaited<ReturnType<typeof storedOf>>;
let refused = 0;
let sameProcess = false;
beforeAll(async () => {
  if (noDisk !== undefined) return;
  await lab.lab.stop('collector');
  using disk = smallDisk(join(lab.home, 'data/collector'), '8m');
  await lab.lab.start('collector');
  const pid = await processOf(lab, 'collector');
  const load = await steadyLoad(lab.endpoints, {
    perSecond: rate,
    during: async () => {
      await lab.lab.stop(store);
      disk.fill(300_000);
      const failed = () => collectorNumber(lab, metric.enqueueFailed, { exporter });
      await until('many spans find no room', async () => ((await failed()) > 500 ? true : undefined), {
        deadline: 60_000,
      });
      refused = await failed();
      disk.clear();
      await lab.lab.start(store);
    },
  });
  sameProcess = (await processOf(lab, 'collector')) === pid;
  ledger = await storedOf(lab, load);
  await lab.lab.stop('collector'); // before its disk goes
});

test('a collector whose disk for the queue is full refuses, runs on, and no span is lost', async ({ skip }) => {
  skip(noDisk !== undefined, noDisk);
  expect(sameProcess).toBe(true);
  expect(refused).toBeGreaterThan(0);
  expect(ledger.differences).toEqual([]);
  expect(ledger.stored).toBe(ledger.sent);
  await lab.lab.start('collector');
  expect(await lostBySdks(lab)).toBe(0);
  note(14, { seen: `enqueue_failed ${refused} spans; ${ledger.sent} SERVER spans, 0 lost` });
});

test('…and what it refused and got again is counted again: one pipeline feeds store and counts', ({ skip }) => {
  skip(noDisk !== undefined, noDisk);
  expect(ledger.counted).toBeGreaterThan(ledger.sent);
  note(14, { control: `shared fan-out: ${ledger.counted} counted of ${ledger.sent} sent` });
});
