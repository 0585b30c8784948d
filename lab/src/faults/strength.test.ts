import { expect, test } from 'vitest';
import { strengthOf } from './strength.ts';
import { faultNamed } from './switch.ts';

const slow = faultNamed('slow-route');

test('a strength within the bounds is taken, without one the usual one', () => {
  expect([strengthOf(slow, 50), strengthOf(slow, 2500), strengthOf(slow, undefined)]).toEqual([50, 2500, 600]);
});

test('another one is refused with the bounds', () => {
  expect(() => strengthOf(slow, 2501)).toThrow(/expected {2}50 to 2500 ms\n {2}found {5}2501\n {2}next/);
  expect(() => strengthOf(faultNamed('crash'), 1)).toThrow('none: it is on or off');
});
