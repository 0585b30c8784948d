import { scrapeInterval } from '@span-metrics-lab/grafana';

/** A range in which a number must lie. */
export type Range = { low: number; high: number };

/** Duration samples with a weight each; a bucket of a histogram is one whose bounds are the bucket's. Times in ms. */
export type Weighted = { low: number; high: number; weight: Range };

/**
 * By how much `rate()` may overstate an increase. Prometheus extrapolates to the window's ends, at most half a scrape
 * interval beyond the first sample of a young series and 1.1 beyond the last one (promql/functions.go, extrapolatedRate).
 * `seconds` lie between first and last sample.
 */
export function extrapolation(seconds: number, interval = scrapeInterval): number {
  return 1 + (1.6 * interval) / seconds;
}

/**
 * Where `histogram_quantile` may answer for these samples: anywhere in the bucket that holds the true quantile, because
 * inside a bucket it assumes an even spread (promql/quantile.go, bucketQuantile). `edges` are upper bounds, ascending.
 */
export function quantileRange(samples: readonly Weighted[], q: number, edges: readonly number[]): Range {
  const finite = edges.filter(Number.isFinite);
  const bounds: Range[] = [];
  for (const duration of ['low', 'high'] as const) {
    for (const weight of ['low', 'high'] as const) {
      for (const nudge of [-1e-6, 1e-6]) {
        const value = trueQuantile(samples, q + nudge, duration, weight);
        const i = finite.findIndex((edge) => value <= edge);
        bounds.push(
          i < 0 ? { low: finite.at(-1)!, high: finite.at(-1)! } : { low: finite[i - 1] ?? 0, high: finite[i]! },
        );
      }
    }
  }
  return { low: Math.min(...bounds.map((b) => b.low)), high: Math.max(...bounds.map((b) => b.high)) };
}

function trueQuantile(samples: readonly Weighted[], q: number, duration: keyof Range, weight: keyof Range): number {
  const sorted = samples.toSorted((a, b) => a[duration] - b[duration]);
  const rank = q * sorted.reduce((sum, s) => sum + s.weight[weight], 0);
  let passed = 0;
  for (const sample of sorted) {
    passed += sample.weight[weight];
    if (passed >= rank) return sample[duration];
  }
  return sorted.at(-1)?.[duration] ?? Number.NaN;
}

/** Whether a number is in a range; a millionth is left to floating point. */
export function within(value: number, { low, high }: Range): boolean {
  const slack = 1e-6 * Math.max(1, Math.abs(low), Math.abs(high));
  return value >= low - slack && value <= high + slack;
}

/** A number for reading: four digits. */
export function digits(value: number): string {
  if (value === Number.MAX_VALUE) return 'any';
  return Number(value.toPrecision(4)).toString();
}

/** A range for reading. */
export function describeRange({ low, high }: Range): string {
  return low === high ? digits(low) : `${digits(low)} to ${digits(high)}`;
}
