import type { Query, Stack } from './model.ts';
import { substitute, type Timing, type VariableValue } from './substitute.ts';

/** Default maximum of points per panel: an hour is queried in steps of 15 s. */
export const pointsPerLine = 240;

/** A query with its variables filled in and the step in seconds with which Grafana would ask it. */
export function resolve(
  query: Query,
  values: Readonly<Record<string, VariableValue>>,
  timing: Timing,
): { expr: string; step: number } {
  const least = secondsOf(query.minStep);
  const step = Math.max(timing.step, least);
  // If a query has its own smallest step, Grafana uses that as the scrape interval.
  const expr = substitute(query.expr, values, { ...timing, step, ...(least > 0 ? { scrape: least } : {}) });
  return { expr, step };
}

/** The queries of a panel that apply to a stack. */
export function queriesFor(panel: { queries: readonly Query[]; stacks: readonly Stack[] }, stack: Stack): Query[] {
  if (!panel.stacks.includes(stack)) return [];
  return panel.queries.filter((q) => q.stacks?.includes(stack) ?? true);
}

/** Seconds of a query's least step; 0 if it has none. */
export function secondsOf(duration = '0s'): number {
  const unit = { s: 1, m: 60, h: 3600 }[duration.at(-1) ?? ''];
  if (unit === undefined) throw new Error(`expected a duration such as 5s, found ${duration}`);
  return Number(duration.slice(0, -1)) * unit;
}
