import { expect, test } from 'vitest';
import { duration, moment, onAxis } from './format.ts';

test.each([
  [0, 'ms', '0 ms'],
  [0.25, 'ms', '250 µs'],
  [4.8437, 'ms', '4.84 ms'],
  [2_500, 'ms', '2.5 s'],
  [43_200_000, 'ms', '12.0 h'],
  [0.02, 's', '20 ms'],
  [0.075, 'percentunit', '7.5 %'],
  [12_000, 'reqps', '12K'],
  [0.5, 'reqps', '0.5'],
  [120e6, 'bytes', '120 MB'],
])('beside an axis %d %s is written "%s"', (value, unit, text) => {
  expect(onAxis(value, unit)).toBe(text);
});

test.each([
  [0, '0 µs'],
  [12.4, '12 ms'],
  [65_000, '65.0 s'],
  [1_800_000, '30 min'],
  [36e6, '10.0 h'],
  [1.8e13, '208,333 days'],
])('a duration of %d ms is written "%s"', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

test('a time has its date unless it is today', () => {
  expect(moment(Date.now() / 1000)).toMatch(/^\d\d:\d\d:\d\d$/);
  expect(moment(1_000_000)).toMatch(/^1[23] Jan 1970, /);
  expect(moment(0)).toBe('at an unknown time');
});
