import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { request } from '../../testing/request.ts';
import { nowhere, startApp, startRoles } from '../../testing/start-app.ts';

let apps: Awaited<ReturnType<typeof startRoles>>;
beforeAll(async () => void (apps = await startRoles()));
afterAll(() => apps[Symbol.asyncDispose]());

const buy = (body: unknown) => request(`${apps.at('gateway').url}/purchases`, body);

test('a purchase passes through all roles and can be read at its Location', async () => {
  const made = await buy({ item: 'book', quantity: 2 });
  expect(made).toMatchObject({ status: 201, body: { item: 'book', quantity: 2 } });
  const location = made.headers.get('location');
  expect(location).toBe(`/purchases/${made.body.id}`);
  expect(await request(`${apps.at('gateway').url}${location}`)).toMatchObject({ status: 200, body: made.body });
});

test.each([
  [{ item: 'unicorn', quantity: 1 }, 409, 'unicorn is sold out.'],
  [{ item: 'ghost', quantity: 1 }, 404, 'item: expected one of book, pen, lamp, unicorn, found "ghost".'],
  [{ item: 'book', quantity: 0 }, 400, 'quantity: expected a whole number from 1 to 100, found 0'],
  [{ item: 'book', quantity: '1' }, 400, 'quantity: expected a whole number from 1 to 100, found "1"'],
  [{ quantity: 1 }, 400, 'item: expected the name of an item, found null'],
  [[], 400, 'body: expected an object with item and quantity, found []'],
])('%j is refused as a problem with status %i', async (body, status, detail) => {
  expect(await buy(body)).toMatchObject({ status, type: 'application/problem+json', body: { status, detail } });
});

test('an unknown purchase is answered with 404, an invalid id with 400', async () => {
  expect((await request(`${apps.at('gateway').url}/purchases/00000000-0000-4000-8000-000000000000`)).status).toBe(404);
  expect(await request(`${apps.at('gateway').url}/purchases/7`)).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'id', found: '7' }] },
  });
});

test('a peer that is down is answered with 502 and named', async () => {
  await using alone = await startApp('gateway', { orders: nowhere });
  expect(await request(`${alone.url}/purchases`, { item: 'pen', quantity: 1 })).toMatchObject({
    status: 502,
    type: 'application/problem+json',
    body: { detail: expect.stringMatching(/^orders cannot be reached: /) },
  });
});

test('a peer that does not answer is answered with 504 after the timeout', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const orders = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  await using gateway = await startApp('gateway', { orders }, 100);
  expect(await request(`${gateway.url}/chain`)).toMatchObject({
    status: 504,
    body: { detail: 'orders did not answer within 100 ms.' },
  });
  silent.closeAllConnections();
  silent.close();
});
