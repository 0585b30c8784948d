import { afterAll, beforeAll, expect, test } from 'vitest';
import { request } from './testing/request.ts';
import { startApp, type TestApp } from './testing/start-app.ts';

let stock: TestApp;
beforeAll(async () => void (stock = await startApp('stock')));
afterAll(() => stock[Symbol.asyncDispose]());

const post = (body: string, type: string, more: Record<string, string> = {}) =>
  request(`${stock.url}/reservations`, undefined, { method: 'POST', body, headers: { 'content-type': type, ...more } });

test.each([
  ['unknown route', () => request(`${stock.url}/nope/1`), 404],
  ['wrong method', () => request(`${stock.url}/items/1`, {}), 405],
  ['broken path', () => request(`${stock.url}/items/%ff`), 400],
  ['bad JSON', () => post('{"item', 'application/json'), 400],
  ['no body', () => request(`${stock.url}/reservations`, undefined, { method: 'POST' }), 400],
  ['100 kB and more', () => post(JSON.stringify('x'.repeat(102_400)), 'application/json'), 413],
  [
    'a page whose name resolves to this machine',
    () => post('{"item":"book","quantity":1}', 'application/json', { origin: stock.url }),
    403,
  ],
  ['another content type', () => post('item=book', 'application/x-www-form-urlencoded'), 415],
])('%s is a problem', async (_what, send, status) => {
  const answer = await send();
  expect(answer).toMatchObject({ status, type: 'application/problem+json', body: { type: 'about:blank', status } });
  expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\\n {4}at /);
});

test('a wrong method is answered with the allowed ones', async () => {
  expect((await request(`${stock.url}/items/1`, {})).headers.get('allow')).toBe('GET, HEAD');
});

test('a request with a condition is answered in full', async () => {
  const headers = { 'if-none-match': '*', 'if-modified-since': new Date(0).toUTCString() };
  expect((await request(`${stock.url}/items/1`, undefined, { headers })).status).toBe(200);
});

test('no header reveals that this is Express', async () => {
  expect((await request(stock.url)).headers.get('x-powered-by')).toBeNull();
});

test('a request makes one log line, a health check none', async () => {
  await request(`${stock.url}/readyz`);
  stock.logs.length = 0;
  await request(`${stock.url}/healthz`);
  await request(`${stock.url}/items/5`);
  await expect
    .poll(() => stock.logs)
    .toMatchObject([
      { msg: 'request', method: 'GET', route: '/items/:id', status: 200, duration_ms: expect.any(Number) },
    ]);
});

test('readiness ends with the shutdown, liveness does not', async () => {
  expect((await request(`${stock.url}/readyz`)).status).toBe(200);
  stock.ready.now = false;
  expect((await request(`${stock.url}/readyz`)).status).toBe(503);
  expect((await request(`${stock.url}/healthz`)).status).toBe(200);
});
