import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sent } from '../../lab/src/check/request.ts';
import { appsBehind } from '../support/apps-behind.ts';
import { exactQuantile } from '../support/delays/known-delays.ts';
import { outage } from '../support/outages.ts';
import { steadyLoad } from '../support/steady-load.ts';
import { stockSender } from '../support/stock-sender.ts';
import { tcpProxy } from '../support/tcp-proxy.ts';
import { bench, lostBySdks, rate, storedOf } from './bench.ts';
import { lostOf } from './lost-traces.ts';
import { note } from './results.ts';

const lab = await bench();
const network = await tcpProxy(lab.env.OTLP_GRPC_PORT);
afterAll(async () => {
  await network[Symbol.asyncDispose]();
  await lab[Symbol.asyncDispose]();
});
beforeAll(() => appsBehind(lab, network.port));

const p95 = (sent: readonly Sent[]) =>
  exactQuantile(
    sent.map(({ duration }) => duration),
    0.95,
  );

const seen: string[] = [];
describe.each([5, outage])('for %i s nothing passes between the services and the collector', (seconds) => {
  let ledger: Awaited<ReturnType<typeof storedOf>>;
  let latency: { before: number; during: number };
  let stock: string[];
  beforeAll(async () => {
    using sender = stockSender(`stock-sdk-${seconds}`, network.port);
    const { sent: calm } = await steadyLoad(lab.endpoints, { perSecond: rate, seconds: 5 });
    let sentInCut = 0;
    const load = await steadyLoad(lab.endpoints, {
      perSecond: rate,
      during: async () => {
        network.be({ cut: true });
        const began = performance.now();
        await wait(seconds * 1_000); // the outage itself
        sentInCut = Math.floor(((performance.now() - began) / 1000) * rate);
        network.be();
        await wait(2_000); // and goes on
      },
    }).finally(() => network.be());
    latency = { before: p95(calm), during: p95(load.sent.slice(0, sentInCut)) };
    stock = await sender.stop();
    ledger = await storedOf(lab, load);
  });

  test('no span is lost, and requests are answered as before', async () => {
    expect(ledger.differences).toEqual([]);
    expect(ledger.stored).toBe(ledger.sent);
    expect(ledger.counted).toBeGreaterThanOrEqual(ledger.sent); // a batch whose acknowledgement was cut off is sent again
    expect(await lostBySdks(lab)).toBe(0);
    expect(latency.during).toBeLessThan(latency.before + 1_000); // a service that waited would take seconds
    seen.push(
      `${seconds} s: ${ledger.sent} SERVER spans, 0 lost; p95 ${latency.before.toFixed(1)} ms before, ${latency.during.toFixed(1)} ms meanwhile`,
    );
    note(12, { seen: seen.join('. ') });
  });

  test.runIf(seconds > 10)('…and the SDK as it comes loses what it could not send in time', async () => {
    const lost = await lostOf(lab, stock);
    expect(lost).toBeGreaterThan(0);
    expect(lost).toBeLessThan(stock.length);
    note(12, { control: `SDK as it comes: ${lost} of ${stock.length} spans lost` });
  });
});
