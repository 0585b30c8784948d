import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startReceiver, type OtlpReceiver, type ReceivedSpan } from '../testing/otlp-receiver.ts';
import { request } from '../testing/request.ts';
import { startProcess, type ServiceProcess } from '../testing/start-process.ts';

const server = 2;
const client = 3;

let receiver: OtlpReceiver;
let gateway: ServiceProcess;
let orders: ServiceProcess;
let stock: ServiceProcess;

beforeAll(async () => {
  receiver = await startReceiver();
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint };
  stock = await startProcess({ ...env, ROLE: 'stock' });
  orders = await startProcess({ ...env, ROLE: 'orders', STOCK_URL: stock.url });
  gateway = await startProcess({ ...env, ROLE: 'gateway', ORDERS_URL: orders.url });
}, 30_000);
afterAll(async () => {
  await Promise.all([gateway, orders, stock].map((one) => one?.stop()));
  await receiver[Symbol.asyncDispose]();
});
beforeEach(() => void (receiver.spans.length = 0));

/** The spans of the last request, once no more arrive. The batch delay is 200 ms. */
async function settled(atLeast: number): Promise<ReceivedSpan[]> {
  await expect.poll(() => receiver.spans.length, { timeout: 5000 }).toBeGreaterThanOrEqual(atLeast);
  await new Promise((resolve) => setTimeout(resolve, 300));
  return receiver.spans;
}
const short = ({ service, name, kind }: ReceivedSpan) =>
  `${service} ${kind === server ? 'SERVER' : kind === client ? 'CLIENT' : kind} ${name}`;

test('a request makes one SERVER span that is named by its route and has its service', async () => {
  await request(`${gateway.url}/items/7`);
  const spans = await settled(1);
  expect(spans.map(short)).toEqual(['gateway SERVER GET /items/:id']);
  expect(spans[0]?.attributes).toMatchObject({
    'http.route': '/items/:id',
    'http.request.method': 'GET',
    'http.response.status_code': 200,
  });
  expect(spans[0]?.resource).toMatchObject({
    'service.namespace': 'span-metrics-lab',
    'service.version': expect.stringMatching(/^\d+\.\d+\.\d+/),
    'deployment.environment.name': 'lab',
  });
});

test('of a query the span has the names, not the values', async () => {
  await request(`${gateway.url}/items/7?token=secret&max=5&secret&a=b=secret&=secret`);
  const [span] = await settled(1);
  expect(span?.attributes['url.query']).toBe('token=…&max=…&…&a=…&…');
});

test('a chain makes one trace of 3 SERVER and 2 CLIENT spans, all with the mark of their run', async () => {
  await request(`${gateway.url}/chain`, undefined, { headers: { baggage: 'lab.run=test-1' } });
  const spans = await settled(5);
  expect(spans.map(short).toSorted()).toEqual([
    'gateway CLIENT GET',
    'gateway SERVER GET /chain',
    'orders CLIENT GET',
    'orders SERVER GET /chain',
    'stock SERVER GET /chain',
  ]);
  expect(new Set(spans.map((span) => span.traceId)).size).toBe(1);
  expect(spans.filter((span) => span.parentId === '').map(short)).toEqual(['gateway SERVER GET /chain']);
  expect(new Set(spans.map((span) => span.attributes['lab.run']))).toEqual(new Set(['test-1']));
});

test('spans of bad requests keep the name of their route; without a route it is only the method', async () => {
  await request(`${stock.url}/reservations`, undefined, {
    method: 'POST',
    body: '{',
    headers: { 'content-type': 'application/json' },
  });
  await request(`${stock.url}/error_test`);
  await request(`${stock.url}/no/such/route/4711`);
  const spans = await settled(3);
  expect(spans.map((s) => [s.name, s.attributes['http.route'], s.attributes['http.response.status_code']])).toEqual([
    ['POST /reservations', '/reservations', 400],
    ['GET /error_test', '/error_test', 500],
    ['GET', undefined, 404],
  ]);
});

test('methods that a route refuses, and strange ones, do not multiply span names', async () => {
  for (const method of ['DELETE', 'PURGE', 'M-SEARCH'])
    for (const path of ['/items/1', '/nowhere']) await request(`${stock.url}${path}`, undefined, { method });
  const spans = await settled(6);
  expect(new Set(spans.map(({ name }) => name))).toEqual(new Set(['DELETE', 'HTTP']));
  expect(new Set(spans.map(({ attributes }) => attributes['http.request.method']))).toEqual(
    new Set(['DELETE', '_OTHER']),
  );
});

test('health checks make no span', async () => {
  await request(`${orders.url}/healthz`);
  await request(`${orders.url}/readyz?a=b`);
  await request(`${orders.url}/items/1`);
  expect((await settled(1)).map(short)).toEqual(['orders SERVER GET /items/:id']);
});

test('the log line of a request has the ids of its span', async () => {
  await request(`${stock.url}/items/9`);
  const [span] = await settled(1);
  expect(stock.logs.at(-1)).toMatchObject({ msg: 'request', trace_id: span?.traceId, span_id: span?.spanId });
});

test('runtime, process and SDK metrics are exported, HTTP metrics are not', async () => {
  const wanted = [
    'nodejs.eventloop.utilization',
    'v8js.memory.heap.used',
    'process.cpu.time',
    'process.memory.usage',
    'v8js.resource.active',
  ];
  const sdk = [
    'otel.sdk.span.started',
    'otel.sdk.processor.span.queue.size',
    'otel.sdk.processor.span.processed',
    'otel.sdk.exporter.span.exported',
  ];
  await expect
    .poll(() => [...receiver.metrics], { timeout: 5000 })
    .toEqual(expect.arrayContaining([...wanted, ...sdk]));
  expect([...receiver.metrics].filter((name) => name.startsWith('http.'))).toEqual([]);
});
