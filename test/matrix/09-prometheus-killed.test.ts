import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { readExposition, sumOf } from '../../lab/src/backends/exposition.ts';
import { outage } from '../support/outages.ts';
import { steadyLoad } from '../support/steady-load.ts';
import { bench, booksOf, rate } from './bench.ts';
import { note } from './results.ts';

const lab = await bench();
afterAll(() => lab[Symbol.asyncDispose]());

/** Kills Prometheus under load; what it knows of its scrapes since the load began: gaps of over 3 s, and how many before the kill. */
async function killed(seconds: number, meanwhile = () => {}) {
  const start = Date.now() / 1000;
  let at = 0;
  const load = await steadyLoad(lab.endpoints, {
    perSecond: rate,
    during: async () => {
      await wait(5_000); // the load before the fault
      at = Date.now() / 1000;
      await lab.lab.kill('prometheus');
      meanwhile();
      await wait(seconds * 1_000); // the outage itself
      await lab.lab.start('prometheus');
      await wait(3_000); // and goes on
    },
  });
  const ledger = await booksOf(lab, load, 30_000);
  const [up] = await lab.prometheus.samples('up{job="otel-collector"}', { start, end: Date.now() / 1000 });
  const times = up!.points.map(([time]) => time);
  const gaps = times.slice(1).flatMap((time, i) => (time - times[i]! > 3 ? [time - times[i]!] : []));
  return { ledger, gaps, before: times.filter((time) => time < at).length };
}

test('a killed Prometheus that is back replays its log: one gap, and every call counted', async () => {
  const { ledger, gaps, before } = await killed(outage);
  expect(ledger.differences).toEqual([]);
  expect(gaps).toHaveLength(1);
  expect(gaps[0]).toBeGreaterThan(outage);
  expect(before).toBeGreaterThan(0);
  const own = await readExposition(`${lab.endpoints.prometheus}/metrics`);
  const replayed = sumOf(own, 'prometheus_tsdb_data_replay_duration_seconds');
  expect(replayed).toBeGreaterThan(0);
  note(9, {
    seen: `${ledger.sent} calls sent and counted; one gap of ${gaps[0]!.toFixed(1)} s; log replayed in ${replayed!.toFixed(2)} s`,
  });
});

test('…and without its log it does not know what was before', async () => {
  const { gaps, before } = await killed(5, () => rmSync(join(lab.home, 'data/prometheus'), { recursive: true }));
  expect({ gaps, before }).toEqual({ gaps: [], before: 0 });
  note(9, { control: 'no log: of the time before the kill nothing is left' });
});
