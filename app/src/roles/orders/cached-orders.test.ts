import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { Order } from '../purchase.ts';
import { cachedOrders } from './cached-orders.ts';

const order: Order = { id: randomUUID(), item: 'pen', quantity: 1, created: new Date(0).toISOString() };
const silent = pino({ level: 'silent' });
const unused = async (): Promise<never> => Promise.reject(new Error('not asked for'));

test('a read that misses asks the book once and fills the cache', async () => {
  const cache = new Map<string, Order>();
  let reads = 0;
  const book = { add: unused, find: async () => (reads++, order) };
  const orders = cachedOrders(
    book,
    { find: async (id) => cache.get(id), keep: async (one) => void cache.set(one.id, one) },
    silent,
  );
  expect([await orders.find(order.id), await orders.find(order.id)]).toEqual([order, order]);
  expect(reads).toBe(1);
});

test('an order that does not exist is not kept', async () => {
  const orders = cachedOrders(
    { add: unused, find: async () => undefined },
    { find: async () => undefined, keep: unused },
    silent,
  );
  expect(await orders.find(order.id)).toBeUndefined();
});

test('a cache out of reach hides no order', async () => {
  const orders = cachedOrders({ add: unused, find: async () => order }, { find: unused, keep: unused }, silent);
  expect(await orders.find(order.id)).toEqual(order);
});
