import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { exactQuantile } from '../support/delays/known-delays.ts';
import { highestOf } from '../support/highest.ts';
import { sendSpan } from '../support/send-span.ts';
import { steadyLoad } from '../support/steady-load.ts';
import { tcpProxy } from '../support/tcp-proxy.ts';
import { stack } from '../support/this-run.ts';
import { bench, booksOf, drained, exporting, rate, waiting } from './bench.ts';
import { note } from './results.ts';

const lab = await bench();
const network = await tcpProxy(lab.env[stack === 'tempo' ? 'TEMPO_OTLP_PORT' : 'JAEGER_OTLP_PORT']);
afterAll(async () => {
  await network[Symbol.asyncDispose]();
  await lab[Symbol.asyncDispose]();
});
const behind = { endpoint: `http://127.0.0.1:${network.port}` };
const slow = { delay: 2_000, bytesPerSecond: 125_000 };

/** ms until the collector has answered one span, of `count` sent one after the other. */
async function answers(count: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const began = performance.now();
    await sendSpan(lab, 'timed', 'GET /timed');
    times.push(performance.now() - began);
    await wait(200); // the pace
  }
  return times;
}

test('a store that is slow makes the queue longer, not the answers of the collector later, and gets everything', async () => {
  await lab.withCollector(exporting(behind));
  using most = highestOf(() => waiting(lab));
  let times: number[] = [];
  const load = await steadyLoad(lab.endpoints, {
    perSecond: rate,
    during: async () => {
      await wait(2_000); // the load before the fault
      network.be(slow);
      times = await answers(50);
    },
  }).finally(() => network.be());
  const after = await drained(lab);
  const p95 = exactQuantile(times, 0.95);
  expect(p95).toBeLessThan(500);
  expect(most.value).toBeGreaterThan(rate);
  expect(after).toBeLessThan(60);
  const ledger = await booksOf(lab, load);
  expect(ledger.differences).toEqual([]);
  note(13, {
    seen: `+2 s, 1 Mbit/s: answers in ${p95.toFixed(0)} ms (p95), ${most.value} spans waited at most, empty ${after.toFixed(1)} s after; 0 of ${ledger.sent} lost`,
  });
});

test('…and without a queue everybody who sends waits for the store', async () => {
  await lab.withCollector(exporting({ ...behind, sending_queue: { enabled: false } }));
  network.be(slow);
  const times = await answers(5).finally(() => network.be());
  expect(Math.min(...times)).toBeGreaterThan(2_000);
  note(13, { control: `no queue: answers in ${(exactQuantile(times, 0.5) / 1000).toFixed(1)} s` });
});
