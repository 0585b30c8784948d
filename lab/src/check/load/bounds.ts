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

/** How far a quantile of native histograms may be from the truth: half a bucket is 2.2 %, and the lab promises 5 %. */
export const tolerance = 0.05;

/** Where `histogram_quantile` of native histograms may answer for these samples: within `tolerance` of the true quantile. */
export function quantileRange(samples: readonly Weighted[], q: number): Range {
  const { low, high } = trueQuantile(samples, q);
  return { low: low * (1 - tolerance), high: high * (1 + tolerance) };
}

/**
 * Where it may answer for these samples in classic buckets: anywhere in the bucket that holds the true quantile, because
 * inside a bucket it assumes an even spread (promql/quantile.go, bucketQuantile). `edges` are upper bounds, ascending.
 */
export function bucketRange(samples: readonly Weighted[], q: number, edges: readonly number[]): Range {
  const finite = edges.filter(Number.isFinite);
  const bucketOf = (value: number): Range => {
    const i = finite.findIndex((edge) => value <= edge);
    return i < 0 ? { low: finite.at(-1)!, high: finite.at(-1)! } : { low: finite[i - 1] ?? 0, high: finite[i]! };
  };
  const { low, high } = trueQuantile(samples, q);
  return { low: bucketOf(low).low, high: bucketOf(high).high };
}

/**
 * The least and the greatest value that the quantile can have. Each series is extrapolated by itself: at the least the quick
 * ones weigh as much as they can and the slow ones as little, at the greatest the other way round. A rank between two
 * samples allows both.
 */
function trueQuantile(samples: readonly Weighted[], q: number): Range {
  return {
    low: quantileOf(samples, q - 1e-6, { duration: 'low', quick: 'high', slow: 'low' }),
    high: quantileOf(samples, q + 1e-6, { duration: 'high', quick: 'low', slow: 'high' }),
  };
}

function quantileOf(
  samples: readonly Weighted[],
  q: number,
  { duration, quick, slow }: { duration: keyof Range; quick: keyof Range; slow: keyof Range },
): number {
  const sorted = samples.toSorted((a, b) => a[duration] - b[duration]);
  let passed = 0;
  let left = sorted.reduce((sum, { weight }) => sum + weight[slow], 0);
  for (const { weight, [duration]: value } of sorted) {
    passed += weight[quick];
    left -= weight[slow];
    if (passed >= q * (passed + left)) return value;
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
