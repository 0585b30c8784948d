import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { highestOf } from '../support/highest.ts';
import { outage } from '../support/outages.ts';
import { steadyLoad } from '../support/steady-load.ts';
import { stockSender } from '../support/stock-sender.ts';
import { bench, lostBySdks, rate, storedOf } from './bench.ts';
import { lostOf } from './lost-traces.ts';
import { note } from './results.ts';

const lab = await bench();
afterAll(() => lab[Symbol.asyncDispose]());

let ledger: Awaited<ReturnType<typeof storedOf>>;
let memory: number;
let stock: string[];
beforeAll(async () => {
  using sender = stockSender('stock-sdk', lab.env.OTLP_GRPC_PORT);
  using most = highestOf(async () => (await lab.lab.status()).find(({ part }) => part === 'gateway')?.memory);
  const load = await steadyLoad(lab.endpoints, {
    perSecond: rate,
    during: async () => {
      await wait(2_000); // the load before the fault
      await lab.lab.kill('collector');
      await wait(outage * 1_000); // the outage itself
      await lab.lab.start('collector');
      await wait(2_000); // and goes on
    },
  });
  stock = await sender.stop();
  ledger = await storedOf(lab, load);
  memory = most.value / 1e6;
});

test('while the collector is away after a kill, the services keep every span, in bounded memory, and send them when it is back', async () => {
  expect(ledger.differences).toEqual([]);
  expect(ledger.stored).toBe(ledger.sent);
  expect(await lostBySdks(lab)).toBe(0);
  expect(memory).toBeLessThan(250);
  note(2, {
    seen: `${ledger.sent} SERVER spans, 0 lost, 0 dropped by SDKs; gateway at most ${memory.toFixed(0)} MB`,
  });
});

test('…and the SDK as it comes loses what it could not send in time', async () => {
  const lost = await lostOf(lab, stock);
  expect(lost).toBeGreaterThan(0);
  expect(lost).toBeLessThan(stock.length); // it sends: before and after
  note(2, { control: `SDK as it comes: ${lost} of ${stock.length} spans lost` });
});
