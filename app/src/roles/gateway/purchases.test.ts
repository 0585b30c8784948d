import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorHandler } from '../../http/error-handler.ts';
import { routerOf } from '../../http/routes.ts';
import { createPeerClient } from '../../peers/peer-client.ts';
import { listen } from '../../server.ts';
import { request } from '../../testing/request.ts';
import { nowhere, startApp, startRoles } from '../../testing/start-app.ts';
import type { IdentifiedPurchase } from '../purchase.ts';
import { purchaseRoutes } from './purchases.ts';

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

test.each([
  ['of 501 characters', 'x'.repeat(501)],
  ['with U+0000', 'a\0b'],
  ['with half a surrogate pair', 'a\ud800'],
])('a note %s is refused', async (_what, note) => {
  expect(await buy({ item: 'pen', quantity: 1, note })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'note', expected: 'a text of at most 500 characters' }] },
  });
});

const withKey = (key: string, body: unknown) =>
  request(`${apps.at('gateway').url}/purchases`, body, {
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
  });

test('a purchase that is sent again with its key is the same one', async () => {
  const first = await withKey('key 1', { item: 'pen', quantity: 1, note: 'blue' });
  expect(first).toMatchObject({ status: 201, body: { note: 'blue' } });
  expect(await withKey('key 1', { item: 'pen', quantity: 1, note: 'blue' })).toMatchObject({
    status: 201,
    body: first.body,
  });
  expect(await withKey('key 1', { item: 'pen', quantity: 2 })).toMatchObject({
    status: 422,
    type: 'application/problem+json',
  });
  expect(await withKey('key 2', { item: 'pen', quantity: 2 })).toMatchObject({ status: 201 });
});

test('a key of more than 128 characters is refused', async () => {
  expect(await withKey('x'.repeat(129), { item: 'pen', quantity: 1 })).toMatchObject({ status: 400 });
});

test('without the shop nothing is queued, and the answer says how to have it', async () => {
  expect(await request(`${apps.at('gateway').url}/purchases?mode=queued`, { item: 'pen', quantity: 1 })).toMatchObject({
    status: 501,
    type: 'application/problem+json',
    body: { detail: 'mode=queued needs the shop: npm start -- --with shop' },
  });
});

test('another mode is refused', async () => {
  expect(await request(`${apps.at('gateway').url}/purchases?mode=fast`, { item: 'pen', quantity: 1 })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'mode', expected: 'queued, or nothing', found: 'fast' }] },
  });
});

test('with a queue a known item is taken before its order is made, an unknown one is not', async () => {
  const queued: IdentifiedPurchase[] = [];
  const peers = createPeerClient({ stock: apps.at('stock').url });
  const routes = purchaseRoutes(peers, { send: async (one) => void queued.push(one) });
  const app = express()
    .use(routerOf(routes))
    .use(errorHandler(pino({ level: 'silent' })));
  const server = await listen(app, '127.0.0.1', 0);
  const queue = (body: object) => request(`${server.url}/purchases?mode=queued`, body);

  const answer = await queue({ item: 'pen', quantity: 3, note: 'blue' });
  const { id } = answer.body;
  expect(answer).toMatchObject({ status: 202, body: { id, item: 'pen', quantity: 3, status: 'queued' } });
  expect(answer.headers.get('location')).toBe(`/purchases/${id}`);
  expect(answer.body).not.toHaveProperty('note');
  expect(await queue({ item: 'ghost', quantity: 1 })).toMatchObject({
    status: 404,
    body: { detail: 'item: expected one of book, pen, lamp, unicorn, found "ghost".' },
  });
  expect(queued).toEqual([{ id, item: 'pen', quantity: 3, note: 'blue' }]);
  await server.close(0);
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
