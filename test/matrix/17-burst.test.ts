import pLimit from 'p-limit';
import { metric } from '@span-metrics-lab/grafana';
import { afterAll, afterEach, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { newRun, send } from '../../lab/src/check/request.ts';
import { freePort } from '../support/free-ports.ts';
import { quick } from '../support/steady-load.ts';
import {
  bench,
  collectorNumber,
  drained,
  exporter,
  exporting,
  lostBySdks,
  processOf,
  store,
  storedOf,
} from './bench.ts';
import { note } from './results.ts';

const lab = await bench();
afterAll(() => lab[Symbol.asyncDispose]());
afterEach(async () => {
  if ((await lab.lab.status()).find(({ part }) => part === store)?.state === 'stopped') await lab.lab.start(store);
});

/** Room for one batch of an SDK, 512 spans: a larger one would never be taken. */
const small = exporting({ sending_queue: { queue_size: 520 } });

/** Sends ten times as many spans as the queue takes while the store is away, until `full`; then starts the store. */
async function burst(full: () => Promise<boolean>) {
  await lab.lab.stop(store);
  const run = newRun('counts');
  const forty = pLimit(40);
  const sending = Promise.all(
    Array.from({ length: 3_000 }, (_, i) => forty(() => send(quick[i % quick.length]!, lab.endpoints, run))),
  );
  await until('the queue is full', async () => ((await full()) ? true : undefined), { deadline: 60_000 });
  await lab.lab.start(store);
  return { run, sent: await sending };
}

const failed = (of: string, name: string = metric.enqueueFailed) => collectorNumber(lab, name, { exporter: of });

test('a burst of ten times what the queue takes is held back in the services, and nothing is lost', async () => {
  await lab.withCollector(small);
  const pid = await processOf(lab, 'collector');
  const load = await burst(async () => (await failed(exporter)) > 0);
  const after = await drained(lab, 60_000);
  const refused = await failed(exporter);
  const ledger = await storedOf(lab, load);
  expect(ledger.differences).toEqual([]);
  expect(ledger.stored).toBe(ledger.sent);
  expect(await lostBySdks(lab)).toBe(0);
  expect(await processOf(lab, 'collector')).toBe(pid);
  note(17, {
    seen: `queue of 520 spans, ${ledger.sent} SERVER spans: ${refused} refused for now, 0 lost; empty ${after.toFixed(1)} s after the last answer`,
  });
});

test('…and is lost where something between swallows the refusal, and counted there', async () => {
  const endpoint = `127.0.0.1:${await freePort()}`;
  const relay = 'otlp_grpc/relay';
  await lab.withCollector({
    receivers: { 'otlp/relay': { protocols: { grpc: { endpoint } } } },
    exporters: {
      ...small.exporters,
      [relay]: { endpoint, tls: { insecure: true }, wait_for_ready: true, retry_on_failure: { enabled: false } },
    },
    service: {
      pipelines: {
        'traces/relay': { receivers: ['forward'], exporters: [relay] },
        [`traces/${store}`]: { receivers: ['otlp/relay'] },
      },
    },
  });
  const load = await burst(async () => (await failed(relay, metric.sendFailed)) > 0);
  const ledger = await storedOf(lab, load, 10_000);
  expect(ledger.stored).toBeLessThan(ledger.sent);
  expect(ledger.counted).toBe(ledger.sent);
  note(17, {
    control: `a relay without retries: ${ledger.sent - ledger.stored} of ${ledger.sent} lost, send_failed ${await failed(relay, metric.sendFailed)} spans`,
  });
});
