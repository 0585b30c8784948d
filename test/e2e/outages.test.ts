import { setTimeout as wait } from 'node:timers/promises';
import { metric } from '@span-metrics-lab/grafana';
import { expect, inject, test } from 'vitest';
import type { PartName } from '../../lab/src/parts/parts.ts';
import { readExposition, sumOf } from '../../lab/src/backends/exposition.ts';
import { until } from '../../lab/src/base/poll.ts';
import { balance } from '../../lab/src/check/ledger.ts';
import { startOf } from '../support/docker/start-of.ts';
import { outage } from '../support/outages.ts';
import { sharedLab } from '../support/shared-lab.ts';
import { steadyLoad } from '../support/steady-load.ts';
import { onceNatively, runtime, stack } from '../support/this-run.ts';

const store: PartName = stack === 'jaeger' ? 'jaeger' : 'tempo';
const lab = await sharedLab();

test('the store loses nothing when the collector is killed under 100 requests/s and works within 6 s of its start', async () => {
  const { run, sent } = await steadyLoad(lab.endpoints, {
    perSecond: 100,
    seconds: 12,
    during: async () => {
      await wait(3_000); // the load before the fault
      const killed = Date.now();
      await lab.lab.kill('collector');
      await lab.lab.start('collector');
      const ready = Date.now();
      const began = runtime === 'docker' ? await startOf(inject('lab').project!, 'otel-collector') : killed; // an engine takes seconds to publish nine ports
      console.log(`ready ${(ready - killed) / 1000} s after the kill, ${(ready - began) / 1000} s after its start`);
      expect((ready - began) / 1000).toBeLessThan(6);
    },
  });
  expect(sent.length).toBeGreaterThan(1_100);
  const ledger = await balance(lab.ledger, run, sent, { patience: 10_000 });
  // counts of the killed process that were not scraped are lost; the store must have every span
  expect(ledger.differences.filter((d) => !/ counted \(/.test(d))).toEqual([]);
  expect(ledger.stored).toBe(ledger.sent);
  expect(ledger.answered).toBe(ledger.sent); // the apps never noticed
});

test.runIf(onceNatively)(
  `a store stopped for ${outage} s under 100 requests/s loses nothing and is complete within 15 s`,
  async () => {
    let back = 0;
    const { run, sent } = await steadyLoad(lab.endpoints, {
      perSecond: 100,
      during: async () => {
        await wait(2_000); // the load before the fault
        await lab.lab.stop(store);
        await wait(outage * 1000); // the outage that is promised to be survived
        await lab.lab.start(store);
        back = performance.now();
      },
    });
    expect(sent.length).toBeGreaterThan(outage * 90);
    const waiting = await until(
      'nothing waits in the collector for the store any more',
      async () => {
        const own = await readExposition(lab.endpoints.collectorTelemetry);
        const left = (sumOf(own, metric.queueSize) ?? 0) + (sumOf(own, metric.inFlight) ?? 0);
        return left === 0 ? performance.now() - back : undefined;
      },
      { deadline: 15_000 },
    );
    const ledger = await balance(lab.ledger, run, sent, { patience: 15_000 });
    console.log(
      `${sent.length} requests, ${ledger.stored} spans stored; delivered ${(waiting / 1000).toFixed(1)} s after the store was back`,
    );
    expect(ledger.differences).toEqual([]);
  },
  400_000,
);
