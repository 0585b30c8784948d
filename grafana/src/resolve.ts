import type { Query, Stack } from './model.ts';
import { substitute, type Timing, type VariableValue } from './substitute.ts';

/** Points that a panel usually asks for at most: an hour is drawn, and paid for, in steps of 15 s. */
export const pointsPerLine = 240;

/** A query with its variables filled in and the step in seconds with which Grafana would ask it. */
export function resolve(
  query: Query,
  values: Readonly<Record<string, VariableValue>>,
  timing: Timing,
): { expr: string; step: number } {
  const least = query.minStep === undefined ? 0 : seconds(query.minStep);
  const step = Math.max(timing.step, least);
  // With a smallest step of its own, Grafana takes that for the scrape interval.
  const expr = substitute(query.expr, values, { ...timing, step, ...(least > 0 ? { scrape: least } : {}) });
  return { expr, step };
}

/** A panel's queries that have something to ask on a stack. */
export function queriesFor(panel: { queries: readonly Query[]; stacks: readonly Stack[] }, stack: Stack): Query[] {
  if (!panel.stacks.includes(stack)) return [];
  return panel.queries.filter((q) => q.stacks?.includes(stack) ?? true);
}

function seconds(duration: string): number {
  const unit = { s: 1, m: 60, h: 3600 }[duration.at(-1) ?? ''];
  if (unit === undefined) throw new Error(`expected a duration such as 5s, found ${duration}`);
  return Number(duration.slice(0, -1)) * unit;
}
