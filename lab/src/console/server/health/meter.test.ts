import { expect, test } from 'vitest';
import { Meter } from './meter.ts';

test('a rate is the growth of the last five seconds', () => {
  const meter = new Meter();
  for (let s = 0; s <= 10; s++) meter.read(s <= 5 ? 0 : (s - 5) * 20, s * 1000);
  expect(meter.rate(10_000)).toBe(20);
  expect(meter.age(12_000)).toBe(2);
});

test('one reading gives no rate, and a constant counter was never seen growing', () => {
  const meter = new Meter();
  meter.read(7, 0);
  expect(meter.rate(0)).toBeUndefined();
  meter.read(7, 1000);
  expect([meter.rate(1000), meter.age(1000)]).toEqual([0, undefined]);
});

test('a restart does not give a negative rate', () => {
  const meter = new Meter();
  meter.read(1000, 0);
  meter.read(2, 1000);
  expect(meter.rate(1000)).toBeUndefined();
  meter.read(12, 2000);
  expect(meter.rate(2000)).toBe(10);
});

test('a counter that is no longer read has no rate', () => {
  const meter = new Meter();
  meter.read(0, 0);
  meter.read(20, 1000);
  expect([meter.rate(1000), meter.rate(20_000)]).toEqual([20, undefined]);
});
