import { expect, test } from 'vitest';
import { GrownTotals } from './grown-totals.ts';

test('a series that ends does not reduce its total, and a new one adds its first value', () => {
  const totals = new GrownTotals();
  const usual = { name: 'gateway', series: '', count: 10 };
  expect(totals.read([usual, { name: 'gateway', series: 'check-1', count: 3 }]).get('gateway')).toBe(13);
  expect(totals.read([usual]).get('gateway')).toBe(13);
  expect(totals.read([usual, { name: 'gateway', series: 'check-2', count: 2 }]).get('gateway')).toBe(15);
});

test('a counter that restarts is counted from zero', () => {
  const totals = new GrownTotals();
  totals.read([{ name: 'stock', series: '', count: 10 }]);
  expect(totals.read([{ name: 'stock', series: '', count: 4 }]).get('stock')).toBe(14);
});
