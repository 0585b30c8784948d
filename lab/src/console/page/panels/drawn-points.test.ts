import { expect, test } from 'vitest';
import { drawnPoints } from './drawn-points.ts';

test('a line breaks where a point is missing or not a number, and a single point gets a mark', () => {
  const points = drawnPoints(
    [
      [10, 1],
      [15, 2],
      [20, Number.NaN],
      [25, 3],
      [40, 4],
      [45, 5],
    ],
    5,
  );
  expect(points).toEqual([
    { value: [10_000, 1] },
    { value: [15_000, 2] },
    { value: [20_000, null] },
    { value: [25_000, 3], symbol: 'circle' },
    { value: [35_000, null] },
    { value: [40_000, 4] },
    { value: [45_000, 5] },
  ]);
});
