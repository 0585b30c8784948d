import type { Failure } from '../base/lab-error.ts';
import type { HopName } from './hop-names.ts';

/** How a hop went. A `skipped` hop was not checked and says why in `found`; it is ok only where it does not apply. */
export type HopResult = {
  name: HopName;
  title: string;
  ok: boolean;
  skipped?: boolean;
  /** Since the request's answer, or since the start of the hop if it does not follow the request. */
  seconds: number;
  expected: string;
  found: string;
  cause?: string;
  next?: string;
};

/** One character for how a hop went: passed, failed, does not apply, or skipped because an earlier hop failed. */
export function markOf({ ok, skipped }: Pick<HopResult, 'ok' | 'skipped'>): '✓' | '✗' | '–' | '·' {
  if (skipped) return ok ? '–' : '·';
  return ok ? '✓' : '✗';
}

/** What to show for a failed hop; undefined for any other. */
export function failureOf({
  ok,
  skipped,
  title,
  expected,
  found,
  cause,
  next,
}: Omit<HopResult, 'name'>): Failure | undefined {
  return ok || skipped ? undefined : { what: title, expected, found, cause, next };
}

/** The last sentence of a check. */
export function verdictOf({ ok, seconds }: { ok: boolean; seconds: number }): string {
  return `${ok ? 'All checks passed' : 'Checks failed'} (${seconds.toFixed(1)} s).`;
}
