/** Building blocks of RED queries. Labels and units: docs of the collector's `span_metrics` connector. */
import { failedSpans, label, metric, serverSpans } from './names.ts';
import { anyOf, oneOf, selector } from './selector.ts';

/** Upper bounds of the latency buckets in ms; `otel-collector/base.yaml` states them, a test compares. */
export const bucketBounds = [2, 5, 10, 20, 40, 70, 100, 200, 400, 700, 1000, 2000, 4000, 7000, 10_000] as const;

/** The upper bound of the bucket that holds a latency: no quantile of requests up to `ms` is above it. */
export function bucketAbove(ms: number): number {
  return bucketBounds.find((bound) => ms <= bound) ?? Number.POSITIVE_INFINITY;
}

/** Spans of the service that is chosen on the dashboard. */
export const ofService = `${label.service}=${oneOf('service')}`;

/** Requests that the chosen service answered. */
export const servedAnyRoute = `${ofService}, ${selector(serverSpans)}`;

/** The same, filtered by route, for shares of errors. */
export const servedAnyStatus = `${servedAnyRoute}, ${label.route}=~${anyOf('route')}`;

/** The same, filtered by route and status class. */
export const served = `${servedAnyStatus}, ${label.httpStatus}=~${oneOf('status')}`;

/** Matchers for failed spans, to be added to any of these. */
export const failed = selector(failedSpans);

const by = (labels: readonly string[]) => (labels.length > 0 ? ` by (${labels.join(', ')})` : '');

/** Per second, summed over collector instances. */
export function rate(name: string, matchers: string, labels: readonly string[] = [], window = '$interval'): string {
  return `sum${by(labels)} (rate(${name}{${matchers}}[${window}]))`;
}

/**
 * Exactly how much a counter grew in the shown range: each series' last value less its value at the start, nothing if it
 * is new. `increase()` extrapolates, and does not see the first value of a new series.
 */
export function total(name: string, matchers: string, labels: readonly string[] = []): string {
  const series = `${name}{${matchers}}`;
  const last = `max_over_time(${series}[$__range])`;
  return `sum${by(labels)} (${last} - (${series} offset $__range or ${last} * 0))`;
}

/**
 * The same for a counter whose process may restart under the same labels: the value before each fall is added. Costs a
 * read of every second of the range, so it is for counters with few series. Outages up to two minutes.
 */
export function totalAcrossRestarts(name: string, matchers: string, labels: readonly string[] = []): string {
  const series = `${name}{${matchers}}`;
  const last = `last_over_time(${series}[$__range])`;
  const falls = `sum_over_time((last_over_time(${series}[2m] offset 1s) > ${series})[$__range:1s])`;
  return `sum${by(labels)} (${last} - (${series} offset $__range or ${last} * 0) + (${falls} or ${last} * 0))`;
}

/** A quantile of classic buckets, summed over collector instances. Empty while there are no requests. */
export function quantile(
  q: number,
  matchers: string,
  labels: readonly string[] = [],
  window = '$interval',
  bucket: string = metric.durationBucket,
): string {
  return `(histogram_quantile(${q}, ${rate(bucket, matchers, [label.le, ...labels], window)}) >= 0)`; // NaN is not
}

/** Average milliseconds per request. Empty while there are no requests. */
export function average(matchers: string, labels: readonly string[] = [], window = '$interval'): string {
  return `${rate(metric.durationSum, matchers, labels, window)} / (${rate(metric.durationCount, matchers, labels, window)} > 0)`;
}

/** Share of failed requests; 0 if none failed, empty while there are no requests. */
export function errorShare(matchers: string, labels: readonly string[] = [], window = '$interval'): string {
  const every = rate(metric.calls, matchers, labels, window);
  return `(${rate(metric.calls, `${matchers}, ${failed}`, labels, window)} or ${every} * 0) / (${every} > 0)`;
}
