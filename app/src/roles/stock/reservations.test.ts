import { afterAll, beforeAll, expect, test } from 'vitest';
import { request } from '../../testing/request.ts';
import { startApp, type TestApp } from '../../testing/start-app.ts';

let stock: TestApp;
beforeAll(async () => void (stock = await startApp('stock')));
afterAll(() => stock[Symbol.asyncDispose]());

const look = (item: string) => request(`${stock.url}/shelf/${item}`);

test('the shelf says how many of an item are left', async () => {
  expect(await look('lamp')).toMatchObject({ status: 200, body: { item: 'lamp', left: 1000 } });
  await request(`${stock.url}/reservations`, { item: 'lamp', quantity: 7 });
  expect(await look('lamp')).toMatchObject({ body: { left: 993 } });
  expect(await look('unicorn')).toMatchObject({ status: 200, body: { left: 0 } });
});

test('an item that nobody knows is not found, a name that is none is refused', async () => {
  expect(await look('ghost')).toMatchObject({
    status: 404,
    body: { detail: 'item: expected one of book, pen, lamp, unicorn, found "ghost".' },
  });
  expect(await look('GHOST')).toMatchObject({ status: 400, body: { errors: [{ field: 'item' }] } });
});
