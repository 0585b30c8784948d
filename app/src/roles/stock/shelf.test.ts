import { expect, test } from 'vitest';
import { createShelf } from './shelf.ts';

test('an item restocks when it runs out', () => {
  const shelf = createShelf({ pen: 3 });
  expect([2, 1, 1, 3].map((n) => shelf.take('pen', n))).toEqual([{ left: 1 }, { left: 0 }, { left: 2 }, { left: 0 }]);
});

test('load never drains the shelf, but the unicorn is always sold out', () => {
  const shelf = createShelf();
  for (let i = 0; i < 5000; i++) expect(shelf.take('book', 100)).toHaveProperty('left');
  expect(shelf.take('unicorn', 1)).toBe('sold-out');
  expect(shelf.take('ghost', 1)).toBe('unknown');
});
