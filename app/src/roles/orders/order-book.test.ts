import { expect, test } from 'vitest';
import { createOrderBook } from './order-book.ts';

test('a full order book drops only the oldest order', () => {
  const book = createOrderBook(2);
  const [first, second, third] = [1, 2, 3].map((quantity) => book.add({ item: 'pen', quantity }));
  expect(book.find(first!.id)).toBeUndefined();
  expect(book.find(second!.id)).toEqual(second);
  expect(book.find(third!.id)).toEqual(third);
});
