/** Building blocks of RED queries. Labels and units: docs of the collector's `span_metrics` connector. */
import { failedSpans, label, metric, serverSpans, spanKinds } from './names.ts';
import { anyOf, oneOf, selector } from './selector.ts';

/** Upper bounds of the lab's classic latency buckets in ms; `otel-collector/base.yaml` states them, a test compares. */
export const bucketBounds = [
  0.1, 0.2, 0.25, 0.32, 0.4, 0.5, 0.63, 0.8, 1, 1.3, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 8, 10, 13, 16, 20, 25, 32, 40, 50, 63,
  80, 100, 160, 250, 400, 630, 1000, 1050, 1500, 2500, 5000, 10_000,
] as const;

/** Those of other services, and of the heatmap, whose rows would be too low to be seen. */
export const fewBounds = [
  1, 2, 4, 8, 16, 32, 63, 100, 160, 250, 400, 630, 1000, 1500, 2500, 5000, 10_000,
] as const satisfies readonly (typeof bucketBounds)[number][];

/** A matcher for {@link fewBounds}; Prometheus writes whole numbers with `.0`. */
export const ofFewBounds = `${label.le}=~"${[...fewBounds.map((bound) => `${bound}([.]0)?`), '[+]Inf'].join('|')}"`;

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

/** Queries to Postgres: the instrumentation of `pg` names them by their verb. */
export const sqlQueries = `${selector({ [label.kind]: spanKinds.client })}, ${label.route}=~"pg.query:.+"`;

/** Matchers for failed spans, to be added to any of these. */
export const failed = selector(failedSpans);

const by = (labels: readonly string[]) => (labels.length > 0 ? ` by (${labels.join(', ')})` : '');

/** Per second, summed over collector instances. */
export function rate(name: string, matchers: string, labels: readonly string[] = [], window = '$interval'): string {
  return `sum${by(labels)} (rate(${name}{${matchers}}[${window}]))`;
}

/**
 * Exactly how much a counter grew in the shown range, over restarts with the same labels and with new ones. `anchored`
 * begins at the last value before the range and does not extrapolate; a series begins at its start time with zero, because
 * Prometheus runs with `created-timestamp-zero-ingestion`. The collector tells no start times of its own counters: each of
 * its processes has series of its own, which begin at zero if they are new (docs/adr/043).
 */
export function total(name: string, matchers: string, labels: readonly string[] = []): string {
  const series = `${name}{${matchers}}`;
  if (!name.startsWith('otelcol_')) return `sum${by(labels)} (increase(${series}[$__range] anchored))`;
  const last = `last_over_time(${series}[$__range])`;
  return `sum${by(labels)} (${last} - (${series} offset $__range or ${last} * 0))`;
}

/** A quantile of span durations in ms, summed over collector instances: no bucket is wider than 4.4 %. Empty while there are no requests. */
export function quantile(q: number, matchers: string, labels: readonly string[] = [], window = '$interval'): string {
  return quantileOf(q, rate(metric.durationNative, matchers, labels, window));
}

/** A quantile of a rate of native histograms. Empty while there are no requests. */
export function quantileOf(q: number, rates: string): string {
  return `(histogram_quantile(${q}, ${rates}) >= 0)`; // NaN is not
}

/** Makes a selector read nothing: the API for exemplars looks at its matchers only. */
const dotsOnly = 'offset 100w < 0';

/** No line, but the exemplars of these spans: Prometheus keeps them with the buckets of the classic histogram. */
export function exemplarsOf(matchers: string): string {
  return `${metric.durationBucket}{${matchers}} ${dotsOnly}`;
}

/** Whether a query was made by {@link exemplarsOf}: it has dots and no line. */
export function hasDotsOnly({ exemplar, expr }: { exemplar?: boolean; expr: string }): boolean {
  return exemplar === true && expr.endsWith(dotsOnly);
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
