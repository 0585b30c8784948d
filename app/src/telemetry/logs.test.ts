import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type OtlpReceiver, startReceiver } from '../testing/otlp-receiver.ts';
import { request } from '../testing/request.ts';
import { startProcess } from '../testing/start-process.ts';

// The service as its own process, and what a receiver in place of the collector gets of its log.

const start = (receiver: Pick<OtlpReceiver, 'endpoint'>, env: Record<string, string> = {}, before?: string) =>
  startProcess({ ROLE: 'stock', LAB_LOGS: 'on', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint, ...env }, before);
const canary = 'canary-5f3a';
/** What the service says itself: under load its telemetry may complain. */
const said = (logs: Record<string, unknown>[]) => logs.filter(({ component }) => component !== 'telemetry');
const accessLines = ({ lines }: OtlpReceiver) => lines.filter(({ body }) => body === 'request');

test('each line of the log is sent once, with severity, ids and fields; only what comes after the shutdown is not', async () => {
  await using receiver = await startReceiver();
  const stock = await start(receiver);
  for (let i = 0; i < 1_000; i++)
    await request(`${stock.url}/items/${i}`, undefined, { headers: { baggage: 'lab.run=c-test' } });
  expect((await stock.stop()).code).toBe(0);
  const printed = said(stock.logs).map(({ msg, trace_id: traceId = '' }) => `${msg} ${traceId}`);
  expect(printed.at(-1)).toBe('stopped ');
  expect(receiver.lines.map(({ body, traceId }) => `${body} ${traceId}`)).toEqual(printed.slice(0, -1));
  const line = accessLines(receiver)[0]!;
  const span = receiver.spans.find(({ traceId }) => traceId === line.traceId);
  expect(line).toMatchObject({
    service: 'stock',
    severity: 9,
    traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
    spanId: span?.spanId,
    attributes: { method: 'GET', route: '/items/:id', status: 200, 'lab.run': 'c-test' },
  });
  expect(accessLines(receiver).length).toBe(1_000);
}, 90_000);

test('without the capability no line is sent, and the log is the same', async () => {
  await using receiver = await startReceiver();
  const stock = await start(receiver, { LAB_LOGS: 'off' });
  await request(`${stock.url}/items/1`);
  await stock.stop();
  expect(receiver.lines).toEqual([]);
  expect(said(stock.logs).map(({ msg }) => msg)).toEqual(['listening', 'request', 'stopping', 'stopped']);
}, 90_000);

test('lines that are written while the collector is away arrive once when it returns, and say nothing of it', async () => {
  const before = await startReceiver();
  await before[Symbol.asyncDispose]();
  await using stock = await start(before);
  for (let i = 0; i < 300; i++) await request(`${stock.url}/items/${i}`);
  await expect
    .poll(() => stock.logs.filter(({ msg, signal }) => msg === 'export fails' && signal === 'logs').length, {
      timeout: 30_000,
    })
    .toBe(1);
  await using after = await startReceiver(before.port);
  await expect.poll(() => accessLines(after).length, { timeout: 30_000 }).toBe(300);
  await stock.stop();
  expect(new Set(accessLines(after).map(({ traceId }) => traceId)).size).toBe(300);
  expect(after.lines.filter(({ body }) => /export|telemetry|dropped/.test(body))).toEqual([]); // it would feed itself
  expect(stock.logs.find(({ msg }) => msg === 'log lines were dropped')).toBeUndefined();
}, 90_000);

test('without a collector the process ends in time and says how many lines it dropped', async () => {
  const stock = await start({ endpoint: 'http://127.0.0.1:1' });
  for (let i = 0; i < 3; i++) await request(`${stock.url}/items/${i}`);
  const { code, took } = await stock.stop();
  expect(code).toBe(0);
  expect(took).toBeLessThan(6_000);
  const dropped = stock.logs.find(({ msg }) => msg === 'log lines were dropped');
  expect(dropped).toMatchObject({ made: 5, exported: 0, queue_full: 0, unsent: 5 }); // listening, 3 × request, stopping
}, 90_000);

test('a line of 20 MB is cut, says so and holds up none after it; odd characters are replaced', async () => {
  await using receiver = await startReceiver(0, { largest: 4 * 1024 * 1024 });
  const program = ['telemetry/preload.ts', 'testing/odd-lines.ts'].map((file) => join(import.meta.dirname, '..', file));
  const env = { ROLE: 'stock', PORT: '0', LAB_LOGS: 'on', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint };
  const child = spawn(process.execPath, ['--import', ...program], { env, stdio: 'ignore' });
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(receiver.lines.map(({ body }) => body.slice(0, 10))).toEqual(['cccccccccc', 'half a cha', 'after them']);
  const [large, odd] = receiver.lines;
  expect(large!.body).toBe(`${'c'.repeat(16_384)}…`);
  expect(large!.attributes['large']).toBe(`${'a'.repeat(16_384)}…`);
  expect(String(large!.attributes['list'])).toMatch(/^\["b+.*…$/);
  const { 'lab.cut_characters': cut } = large!.attributes;
  expect(cut).toBeGreaterThan(20_000_000 - 2 * 16_384);
  expect(odd).toMatchObject({ body: 'half a character: \ufffd', attributes: { 'odd \ufffd key': 'odd \ufffd value' } });
}, 90_000);

test('an unexpected error is logged with its stack, and the answer has none', async () => {
  await using receiver = await startReceiver();
  const gateway = await start(receiver, { ROLE: 'gateway' }, join(import.meta.dirname, '../testing/broken-route.ts'));
  const answer = await fetch(`${gateway.url}/items/1`);
  const text = await answer.text();
  await gateway.stop();
  expect(answer.status).toBe(500);
  expect(text).not.toMatch(/TypeError|\.ts|node_modules| at /);
  expect(receiver.lines.find(({ body }) => body === 'request failed')).toMatchObject({
    severity: 17,
    traceId: accessLines(receiver)[0]!.traceId,
    attributes: {
      'exception.type': 'TypeError',
      'exception.message': expect.stringContaining('broken on purpose'),
      'exception.stacktrace': expect.stringMatching(/TypeError: broken on purpose\n +at .*broken-route\.ts/),
    },
  });
}, 90_000);

test('nothing that a sender keeps secret is in a line: query values, headers, cookies, bodies', async () => {
  await using receiver = await startReceiver();
  const stock = await start(receiver);
  const secret = {
    headers: {
      authorization: `Bearer ${canary}`,
      cookie: `session=${canary}`,
      'x-api-key': canary,
      'content-type': 'application/json',
    },
  };
  for (const path of ['/items/1', '/chain', '/error_test', '/nowhere', '/random_status'])
    await request(`${stock.url}${path}?token=${canary}&password=${canary}`, undefined, secret);
  for (const body of [`{"password":"${canary}"}`, `{"quantity":"${canary}"`, `"${canary}"`])
    await request(`${stock.url}/reservations?token=${canary}`, undefined, { ...secret, method: 'POST', body });
  await stock.stop();
  expect(accessLines(receiver).length).toBe(8);
  expect(JSON.stringify([receiver.lines, stock.logs])).not.toContain(canary);
}, 90_000);
