import { expect, test } from 'vitest';
import { onAxis } from './format.ts';

test.each([
  [0, 'ms', '0 ms'],
  [0.25, 'ms', '250 µs'],
  [4.8437, 'ms', '4.84 ms'],
  [2_500, 'ms', '2.5 s'],
  [0.02, 's', '20 ms'],
  [0.075, 'percentunit', '7.5 %'],
  [12_000, 'reqps', '12K'],
  [0.5, 'reqps', '0.5'],
  [120e6, 'bytes', '120 MB'],
])('beside an axis %d %s is written "%s"', (value, unit, text) => {
  expect(onAxis(value, unit)).toBe(text);
});
