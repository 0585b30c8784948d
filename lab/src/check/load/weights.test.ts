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
const load = { warmedUpAt: 0, at: 10_000 } as KnownLoad;

test('the span that starts a series may be invisible, every other span is counted at least once', () => {
  const spans = weighed([span(), span({ warmUp: 'first' }), span({ warmUp: 'late' })], load);
  expect(countOf(spans).low).toBe(1);
  expect(countOf(spans).high).toBeCloseTo(2 * extrapolation(8.9) + extrapolation(1));
});

test('the range of an error share is widest if failed and successful spans are counted unequally', () => {
  const { low, high } = errorShareOf(weighed([span(), span({ failed: true })], load));
  const most = extrapolation(8.9);
  expect([low, high]).toEqual([1 / (1 + most), most / (most + 1)]);
});

test('spans of other requests move the error share towards their own', () => {
  expect(errorShareOf([], { calls: 8, errors: 2 })).toEqual({ low: 0.25, high: 0.25 });
  expect(errorShareOf([])).toEqual({ low: 0, high: 0 });
});
