import { test } from 'vitest';
import { startReceiver } from '../testing/otlp-receiver.ts';
import { request } from '../testing/request.ts';
import { startProcess } from '../testing/start-process.ts';

const dropped = (logs: Record<string, unknown>[]) => logs.find((line) => line['msg'] === 'spans were dropped');

test.concurrent('spans made while the collector is down arrive exactly once within 2 s of its return', async ({
  expect,
}) => {
  const before = await startReceiver();
  await using stock = await startProcess({ ROLE: 'stock', OTEL_EXPORTER_OTLP_ENDPOINT: before.endpoint });
  await request(`${stock.url}/items/0`);
  await expect.poll(() => before.spans.length, { timeout: 5000 }).toBe(1);
  await before[Symbol.asyncDispose]();

  for (let i = 1; i <= 600; i++) await request(`${stock.url}/items/${i}`);
  await new Promise((resolve) => setTimeout(resolve, 2500)); // long enough for gRPC's own waiting time to grow
  await using after = await startReceiver(before.port);
  await expect.poll(() => after.spans.length, { timeout: 2000 }).toBe(600);
  expect(new Set(after.spans.map((span) => span.spanId)).size).toBe(600);
  const { code } = await stock.stop();
  expect({ code, dropped: dropped(stock.logs) }).toEqual({ code: 0, dropped: undefined });
}, 30_000);

test.concurrent('without a collector the process still ends in time and reports the spans that it dropped', async ({
  expect,
}) => {
  await using stock = await startProcess({ ROLE: 'stock', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
  for (let i = 0; i < 3; i++) await request(`${stock.url}/items/${i}`);
  const { code, took } = await stock.stop();
  expect(code).toBe(0);
  expect(took).toBeLessThan(6000);
  expect(dropped(stock.logs)).toMatchObject({ made: 3, exported: 0, queue_full: 0, unsent: 3 });
}, 30_000);
