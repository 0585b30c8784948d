import pLimit from 'p-limit';
import { afterAll, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { keepLedger } from '../../lab/src/check/ledger.ts';
import { highestOf } from '../support/highest.ts';
import { attribute, postOtlp, serverSpan, tracesOf } from '../support/otlp.ts';
import { bench, collectorNumber, drained, halted, processOf, store } from './bench.ts';
import { note } from './results.ts';

const lab = await bench();
afterAll(() => lab[Symbol.asyncDispose]());

const memory = () => collectorNumber(lab, 'otelcol_process_memory_rss');
const limit = (mib: number) => ({
  processors: { memory_limiter: { check_interval: '100ms', limit_mib: mib, spike_limit_mib: mib / 4 } },
});

/** Sends 200 MB of spans at once while the store hangs; how many requests were refused, and the collector's memory at most, MB. */
async function flood() {
  const body = () => {
    const text = attribute('text', 'x'.repeat(50_000));
    return tracesOf(
      'flood',
      Array.from({ length: 40 }, () => serverSpan('GET /flood', { attributes: [text] })),
    );
  };
  using most = highestOf(memory);
  await using _ = await halted(lab, store);
  const eight = pLimit(8);
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => eight(async () => (await postOtlp(lab, 'traces', body())).status)),
  );
  return { refused: answers.filter((status) => status === 503).length, most: most.value / 1e6 };
}

let limited: { refused: number; most: number };

test('a collector that may use little memory refuses, runs on, and takes everything again', async () => {
  await lab.withCollector(limit(64));
  const pid = await processOf(lab, 'collector');
  limited = await flood();
  expect(limited.refused).toBeGreaterThan(0);
  expect(limited.refused).toBeLessThan(100);
  await drained(lab);
  const taken = async () =>
    (await postOtlp(lab, 'traces', tracesOf('flood', [serverSpan('GET /')]))).status === 200 ? true : undefined;
  await until('it takes spans again', taken);
  const ledger = await keepLedger(lab.ledger, { requests: 200, concurrency: 10, patience: 60_000 });
  expect(ledger.differences).toEqual([]);
  expect(await processOf(lab, 'collector')).toBe(pid);
  note(18, {
    seen: `limit 64 MiB: ${limited.refused} of 100 requests of 2 MB refused, ${limited.most.toFixed(0)} MB at most; 0 of ${ledger.sent} lost after`,
  });
});

test('…and without the limit it takes all of it, and more memory', async () => {
  await lab.withCollector(limit(4_000));
  const { refused, most } = await flood();
  expect(refused).toBe(0);
  expect(most).toBeGreaterThan(limited.most);
  note(18, { control: `no limit: 0 refused, ${most.toFixed(0)} MB at most` });
});
