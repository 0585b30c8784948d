import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { createOrderBook } from './order-book.ts';

const pens = (quantity: number) => ({ id: randomUUID(), item: 'pen', quantity });

test('a full order book drops only the oldest order', async () => {
  const book = createOrderBook(async () => {}, 2);
  const made = [];
  for (const quantity of [1, 2, 3]) made.push(await book.add(pens(quantity)));
  const [first, second, third] = made;
  expect(await book.find(first!.id)).toBeUndefined();
  expect(await book.find(second!.id)).toEqual(second);
  expect(await book.find(third!.id)).toEqual(third);
});

test('a purchase that is sent again is the same order, and takes its items once', async () => {
  let taken = 0;
  const book = createOrderBook(async ({ quantity }) => void (taken += quantity));
  const wanted = pens(3);
  const made = await book.add(wanted);
  expect(await book.add({ ...wanted, id: wanted.id.toUpperCase() })).toEqual(made);
  expect(taken).toBe(3);
});

test('another purchase with the same id is refused', async () => {
  const book = createOrderBook(async () => {});
  const wanted = { ...pens(3), note: 'for my aunt' };
  await book.add(wanted);
  for (const other of [{ quantity: 4 }, { item: 'book' }, { note: 'for my uncle' }])
    await expect(book.add({ ...wanted, ...other })).rejects.toMatchObject({ status: 422 });
});

test('what stock refuses is no order', async () => {
  const book = createOrderBook(async () => Promise.reject(new Error('sold out')));
  const wanted = pens(1);
  await expect(book.add(wanted)).rejects.toThrow('sold out');
  expect(await book.find(wanted.id)).toBeUndefined();
});
