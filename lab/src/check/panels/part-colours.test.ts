import { series } from '@span-metrics-lab/grafana';
import { expect, test } from 'vitest';
import { parts } from '../../parts/parts.ts';

test('every part that can be a process has a colour on the panels of the machine, and no other name has', () => {
  const native = parts.filter(({ runtimes }) => runtimes?.includes('native') !== false).map(({ name }) => name);
  expect(series['part']!.map(({ name }) => name).sort()).toEqual(native.sort());
});
