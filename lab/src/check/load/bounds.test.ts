import { expect, test } from 'vitest';
import { bucketRange, extrapolation, quantileRange, within } from './bounds.ts';

const edges = [100, 200, 400, 1000, 2000];
const of = (...times: number[]) => times.map((t) => ({ low: t, high: t, weight: { low: 1, high: 1 } }));

test('a quantile lies in the bucket that holds the true quantile', () => {
  expect(bucketRange(of(1003, 1004, 1005), 0.5, edges)).toEqual({ low: 1000, high: 2000 });
  expect(bucketRange(of(10, 20, 150), 0.5, edges)).toEqual({ low: 0, high: 100 });
});

test('a rank on the border of two buckets allows both buckets', () => {
  expect(bucketRange(of(50, 150), 0.5, edges)).toEqual({ low: 0, high: 200 });
});

test('a duration that is only known within bounds allows every bucket that it may be in', () => {
  expect(bucketRange([{ low: 195, high: 205, weight: { low: 1, high: 1 } }], 0.5, edges)).toEqual({
    low: 100,
    high: 400,
  });
});

test('durations of other requests count by their weight', () => {
  const others = [{ low: 400, high: 1000, weight: { low: 10, high: 10 } }];
  expect(bucketRange([...of(50, 60), ...others], 0.5, edges)).toEqual({ low: 200, high: 1000 });
});

test('`rate()` extrapolates a longer run less', () => {
  expect(extrapolation(5)).toBeCloseTo(1.32);
  expect(extrapolation(600)).toBeLessThan(1.003);
});

test('a floating-point error is tolerated, a wrong number is not', () => {
  expect(within(0.1 + 0.2, { low: 0.3, high: 0.3 })).toBe(true);
  expect(within(0.31, { low: 0.2, high: 0.3 })).toBe(false);
});

test('a quantile of native histograms is within 5 % of the true one', () => {
  const { low, high } = quantileRange(of(1000, 1000, 1000), 0.95);
  expect([low, high]).toEqual([950, 1050]);
  expect(within(1950, { low, high })).toBe(false); // what a bucket from 1 to 2 s says
});

test('each series may be extrapolated by itself: quick ones more than slow ones, or the other way round', () => {
  const often = { low: 1, high: 1.5 };
  const samples = [10, 20, 1000, 2000].map((ms) => ({ low: ms, high: ms, weight: often }));
  expect(quantileRange(samples, 0.5)).toEqual({ low: 19, high: 1050 });
  expect(quantileRange(samples, 0.7)).toEqual({ low: 950, high: 2100 });
});
