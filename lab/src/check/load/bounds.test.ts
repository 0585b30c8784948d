import { expect, test } from 'vitest';
import { extrapolation, quantileRange, within } from './bounds.ts';

const edges = [100, 200, 400, 1000, 2000];
const of = (...times: number[]) => times.map((t) => ({ low: t, high: t, weight: { low: 1, high: 1 } }));

test('a quantile lies in the bucket that holds the true quantile', () => {
  expect(quantileRange(of(1003, 1004, 1005), 0.5, edges)).toEqual({ low: 1000, high: 2000 });
  expect(quantileRange(of(10, 20, 150), 0.5, edges)).toEqual({ low: 0, high: 100 });
});

test('a rank on the border of two buckets allows both buckets', () => {
  expect(quantileRange(of(50, 150), 0.5, edges)).toEqual({ low: 0, high: 200 });
});

test('a duration that is only known within bounds allows every bucket that it may be in', () => {
  expect(quantileRange([{ low: 195, high: 205, weight: { low: 1, high: 1 } }], 0.5, edges)).toEqual({
    low: 100,
    high: 400,
  });
});

test('durations of other requests count by their weight', () => {
  const others = [{ low: 400, high: 1000, weight: { low: 10, high: 10 } }];
  expect(quantileRange([...of(50, 60), ...others], 0.5, edges)).toEqual({ low: 200, high: 1000 });
});

test('`rate()` extrapolates a longer run less', () => {
  expect(extrapolation(5)).toBeCloseTo(1.32);
  expect(extrapolation(600)).toBeLessThan(1.003);
});

test('a floating-point error is tolerated, a wrong number is not', () => {
  expect(within(0.1 + 0.2, { low: 0.3, high: 0.3 })).toBe(true);
  expect(within(0.31, { low: 0.2, high: 0.3 })).toBe(false);
});
