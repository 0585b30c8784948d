/** The pieces that RED queries are made of. Labels and units: docs of the collector's `span_metrics` connector. */

export const calls = 'traces_span_metrics_calls_total';
export const duration = 'traces_span_metrics_duration_milliseconds';

/** Upper bounds of the latency buckets in ms; `otel-collector/base.yaml` states them, a test compares. */
export const bucketBounds = [2, 5, 10, 20, 40, 70, 100, 200, 400, 700, 1000, 2000, 4000, 7000, 10_000] as const;

/** The upper bound of the bucket that holds a latency: no quantile of requests up to `ms` is above it. */
export function bucketAbove(ms: number): number {
  return bucketBounds.find((bound) => ms <= bound) ?? Number.POSITIVE_INFINITY;
}

/** Requests that the chosen service answered, filtered by route and status class. */
export const served =
  'service_name="$service", span_kind="SPAN_KIND_SERVER", span_name=~"$route", http_response_status_code=~"$status"';

/** The same without the status class, for shares of errors. */
export const servedAnyStatus = 'service_name="$service", span_kind="SPAN_KIND_SERVER", span_name=~"$route"';

export const failed = 'status_code="STATUS_CODE_ERROR"';

const by = (labels: readonly string[]) => (labels.length > 0 ? ` by (${labels.join(', ')})` : '');

/** Per second, summed over collector instances. */
export function rate(metric: string, selector: string, labels: readonly string[] = [], window = '$interval'): string {
  return `sum${by(labels)} (rate(${metric}{${selector}}[${window}]))`;
}

/**
 * Exactly how much a counter grew in the shown range: each series' last value less its value at the start, nothing if it
 * is new. `increase()` extrapolates, and does not see the first value of a new series.
 */
export function total(metric: string, selector: string, labels: readonly string[] = []): string {
  const series = `${metric}{${selector}}`;
  const last = `max_over_time(${series}[$__range])`;
  return `sum${by(labels)} (${last} - (${series} offset $__range or ${last} * 0))`;
}

/**
 * The same for a counter whose process may restart under the same labels: the value before each fall is added. Costs a
 * look at every second of the range, so it is for counters with few series. Outages up to two minutes.
 */
export function totalAcrossRestarts(metric: string, selector: string, labels: readonly string[] = []): string {
  const series = `${metric}{${selector}}`;
  const last = `last_over_time(${series}[$__range])`;
  const falls = `sum_over_time((last_over_time(${series}[2m] offset 1s) > ${series})[$__range:1s])`;
  return `sum${by(labels)} (${last} - (${series} offset $__range or ${last} * 0) + (${falls} or ${last} * 0))`;
}

/** A quantile of classic buckets, summed over collector instances. Silent while there are no requests. */
export function quantile(
  q: number,
  selector: string,
  labels: readonly string[] = [],
  window = '$interval',
  metric = `${duration}_bucket`,
): string {
  return `(histogram_quantile(${q}, ${rate(metric, selector, ['le', ...labels], window)}) >= 0)`; // NaN is not
}

/** Milliseconds a request, on average. Silent while there are no requests. */
export function average(selector: string, labels: readonly string[] = [], window = '$interval'): string {
  return `${rate(`${duration}_sum`, selector, labels, window)} / (${rate(`${duration}_count`, selector, labels, window)} > 0)`;
}

/** Share of failed requests; 0 where none failed, silent while there are no requests. */
export function errorShare(selector: string, labels: readonly string[] = [], window = '$interval'): string {
  const every = rate(calls, selector, labels, window);
  return `(${rate(calls, `${selector}, ${failed}`, labels, window)} or ${every} * 0) / (${every} > 0)`;
}
