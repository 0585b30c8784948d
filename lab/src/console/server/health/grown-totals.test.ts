import { expect, test } from 'vitest';
import { GrownTotals } from './grown-totals.ts';

test('a series that ends takes nothing from its total, and a new one adds what it was born with', () => {
  const totals = new GrownTotals();
  const usual = { name: 'gateway', series: '', count: 10 };
  expect(totals.read([usual, { name: 'gateway', series: 'check-1', count: 3 }]).get('gateway')).toBe(13);
  expect(totals.read([usual]).get('gateway')).toBe(13);
  expect(totals.read([usual, { name: 'gateway', series: 'check-2', count: 2 }]).get('gateway')).toBe(15);
});

test('a restart counts from zero', () => {
  const totals = new GrownTotals();
  totals.read([{ name: 'stock', series: '', count: 10 }]);
  expect(totals.read([{ name: 'stock', series: '', count: 4 }]).get('stock')).toBe(14);
});
