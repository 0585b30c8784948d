import { test } from 'vitest';
import { startReceiver } from '../testing/otlp-receiver.ts';
import { request } from '../testing/request.ts';
import { type ServiceProcess, startProcess } from '../testing/start-process.ts';

/** As many characters as Node takes in the headers of a request, nearly. */
const longPath = `/items/${'a'.repeat(15_000)}`;
const away = 'http://127.0.0.1:1';

async function send(stock: ServiceProcess, requests: number): Promise<void> {
  for (let i = 0; i < requests; i++) await request(`${stock.url}${longPath}`);
}
const dropped = ({ logs }: ServiceProcess) => logs.find((line) => line['msg'] === 'spans were dropped');

test.concurrent('600 spans of 15 kB that waited for the collector arrive, although it takes 4 MiB at a time', async ({
  expect,
}) => {
  const before = await startReceiver();
  await before[Symbol.asyncDispose]();
  await using stock = await startProcess({ ROLE: 'stock', OTEL_EXPORTER_OTLP_ENDPOINT: before.endpoint });
  await send(stock, 600);
  await using after = await startReceiver(before.port, { largest: 4 * 1024 * 1024 });
  await expect.poll(() => after.spans.length, { timeout: 10_000 }).toBe(600);
  expect(after.spans[0]?.attributes['url.path']).toBe(longPath); // nothing of it was cut
  await stock.stop();
  expect(dropped(stock)).toBeUndefined();
}, 30_000);

test.concurrent('what waits is limited by its size too; the rest is counted, and the process ends in time', async ({
  expect,
}) => {
  await using stock = await startProcess({ ROLE: 'stock', OTEL_EXPORTER_OTLP_ENDPOINT: away });
  await send(stock, 2_500);
  const { code, took } = await stock.stop();
  expect(code).toBe(0);
  expect(took).toBeLessThan(6000);
  const { queue_full: full, unsent, ...rest } = dropped(stock) as { queue_full: number; unsent: number };
  expect(rest).toMatchObject({ made: 2_500, exported: 0, refused: 0, rejected: 0 });
  expect(full + unsent).toBe(2_500);
  expect(unsent * 15_000).toBeGreaterThan(30_000_000);
  expect(unsent * 15_000).toBeLessThan(32_000_000);
}, 60_000);

test.concurrent('a span that the collector never takes is counted and named at the end', async ({ expect }) => {
  await using receiver = await startReceiver(0, { largest: 10_000 });
  await using stock = await startProcess({ ROLE: 'stock', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint });
  await request(`${stock.url}/items/1`);
  await send(stock, 1);
  await request(`${stock.url}/items/2`);
  await stock.stop();
  expect(receiver.spans.length).toBe(2);
  expect(dropped(stock)).toMatchObject({ made: 3, exported: 2, queue_full: 0, refused: 1, rejected: 0, unsent: 0 });
  expect(stock.logs).toContainEqual(
    expect.objectContaining({ msg: 'the collector does not take this', lost: 1, span: 'GET /items/:id' }),
  );
}, 30_000);
