import { expect, test } from 'vitest';
import { hops, orderedHops } from './check.ts';
import { hopNames, requestHops } from './hop-names.ts';

test('hops are checked in the order of the data, each after those that it needs', () => {
  expect(orderedHops(hopNames.toReversed()).map((hop) => hop.name)).toEqual(hopNames);
  for (const [index, name] of hopNames.entries()) {
    for (const need of hops[name].needs) expect(hopNames.indexOf(need)).toBeLessThan(index);
  }
});

test('the hops of one request need no other hop', () => {
  expect(orderedHops(requestHops).map((hop) => hop.name)).toEqual(requestHops);
});

test.each([
  [['app', 'export', 'store'] as const, 'collector'],
  [['grafana'] as const, 'app'],
])('%j without a hop that they need is refused, naming it', (names, missing) => {
  expect(() => orderedHops(names)).toThrow(`cannot be checked without the hop ${missing}`);
});
