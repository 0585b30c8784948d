import { expect, test } from 'vitest';
import { extrapolation } from './bounds.ts';
import type { KnownLoad, KnownSpan } from './known-load.ts';
import { countOf, errorShareOf, weighed } from './weights.ts';

const span = (more: Partial<KnownSpan> = {}): KnownSpan => ({
  service: 'gateway',
  route: 'GET /',
  status: 200,
  method: 'GET',
  failed: false,
  low: 1,
  high: 2,
  ...more,
});
/** Ten seconds from the first scrape of all series to the question. */
const load = { bornAt: 0, at: 10_000 } as KnownLoad;

test('what made a series may be invisible, all else is counted at least once', () => {
  const spans = weighed([span(), span({ birth: 'first' }), span({ birth: 'late' })], load);
  expect(countOf(spans).low).toBe(1);
  expect(countOf(spans).high).toBeCloseTo(2 * extrapolation(8.9) + extrapolation(1));
});

test('an error share is widest where failed and fine spans are counted unequally', () => {
  const { low, high } = errorShareOf(weighed([span(), span({ failed: true })], load));
  const most = extrapolation(8.9);
  expect([low, high]).toEqual([1 / (1 + most), most / (most + 1)]);
});

test('spans of others move the share towards theirs', () => {
  expect(errorShareOf([], { calls: 8, errors: 2 })).toEqual({ low: 0.25, high: 0.25 });
  expect(errorShareOf([])).toEqual({ low: 0, high: 0 });
});
