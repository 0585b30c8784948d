import { scrapeInterval } from '@span-metrics-lab/grafana';
import { extrapolation, type Range } from './bounds.ts';
import type { KnownLoad, KnownSpan } from './known-load.ts';

/** A span of ours, and how often `rate()` over a window around the load counts it. */
export type WeighedSpan = KnownSpan & { weight: Range };

/** How late the last sample of a series may be, s: see `extrapolation`. */
const LAST_SAMPLE = 1.1 * scrapeInterval;

/** Spans of a load with their weights. */
export function weighed(spans: readonly KnownSpan[], { at, warmedUpAt }: KnownLoad): WeighedSpan[] {
  const high = extrapolation(Math.max(scrapeInterval, (at - warmedUpAt) / 1000 - LAST_SAMPLE));
  const weightOf = ({ warmUp }: KnownSpan): Range =>
    warmUp === 'late' ? { low: 0, high: extrapolation(scrapeInterval) } : { low: warmUp ? 0 : 1, high };
  return spans.map((span) => ({ ...span, weight: weightOf(span) }));
}

/** How many of these spans `rate()` counts. */
export function countOf(spans: readonly WeighedSpan[], which: (s: KnownSpan) => boolean = () => true): Range {
  const sum = (side: keyof Range) => spans.reduce((n, s) => n + (which(s) ? s.weight[side] : 0), 0);
  return { low: sum('low'), high: sum('high') };
}

/** The share of failed spans, 0 to 1; `others` are spans besides ours, whose number is known. */
export function errorShareOf(spans: readonly WeighedSpan[], others = { calls: 0, errors: 0 }): Range {
  const failed = countOf(spans, (s) => s.failed);
  const fine = countOf(spans, (s) => !s.failed);
  const otherFine = others.calls - others.errors;
  const share = (bad: number, good: number) => (bad + good === 0 ? 0 : bad / (bad + good));
  return {
    low: share(failed.low + others.errors, fine.high + otherFine),
    high: share(failed.high + others.errors, fine.low + otherFine),
  };
}
