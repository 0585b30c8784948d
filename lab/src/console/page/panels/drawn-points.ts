import type { Point } from './panel-data.ts';

/** A point as ECharts takes it, in ms; without a value the line breaks. */
export type DrawnPoint = { value: [at: number, value: number | null]; symbol?: 'circle' };

/** A line's points with a break where one is missing. A point between two breaks gets a mark: no line would show it. */
export function drawnPoints(points: readonly Point[], step: number): DrawnPoint[] {
  const there = points.filter(([, value]) => Number.isFinite(value));
  const apart = (a: Point | undefined, b: Point | undefined) => !a || !b || b[0] - a[0] > step * 1.5;
  return there.flatMap((point, i): DrawnPoint[] => {
    const [at, value] = point;
    const before = apart(there[i - 1], point);
    const after = apart(point, there[i + 1]);
    return [
      ...(before && i > 0 ? [{ value: [(at - step) * 1000, null] } satisfies DrawnPoint] : []),
      { value: [at * 1000, value], ...(before && after && { symbol: 'circle' }) },
    ];
  });
}
