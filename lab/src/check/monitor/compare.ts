import { failedSpans, label, metric, quoted, selector, seriesOf, serverSpans } from '@span-metrics-lab/grafana';
import { JaegerMonitor, type MonitorSeries, newest, tab } from '../../backends/jaeger-monitor.ts';
import type { Prometheus } from '../../backends/prometheus.ts';
import { until } from '../../base/poll.ts';
import { appRoles, type SpanSource } from '../../parts/parts.ts';
import { describeRange, digits, bucketRange, type Range, type Weighted, within } from '../load/bounds.ts';
import type { KnownLoad } from '../load/known-load.ts';
import { countOf, errorShareOf, weighed } from '../load/weights.ts';

/** A number of the Monitor tab that does not match our requests. */
export type Difference = { service: SpanSource; operation: string; what: string; expected: string; found: string };

export type Comparison = { compared: number; differences: Difference[]; empty: { calls: boolean; latencies: boolean } };

const quantiles = [0.5, 0.75, 0.95] as const;
const window = tab.ratePer / 1000;

/** How long the zero of an operation without errors may take, ms: two evaluations of the rule, on a busy machine. */
const ZERO_WITHIN = 6_000;

/** The two routes whose durations we know: the app says how long it waited. */
const timed = ['GET /io_task', 'GET /random_sleep'];

/**
 * Asks Jaeger what its Monitor tab asks, per service and per operation, and compares with our own requests. Requests of
 * others in the same ten minutes are taken from Prometheus, which distinguishes them by `lab.run`, and added.
 */
export async function compareMonitor(url: string, prometheus: Prometheus, load: KnownLoad): Promise<Comparison> {
  const monitor = new JaegerMonitor(url);
  const { at } = load;
  const ours = weighed(load.spans, load);
  const result: Comparison = { compared: 0, differences: [], empty: { calls: true, latencies: true } };
  const judge = (service: SpanSource, operation: string, what: string, range: Range, found: number | undefined) => {
    result.compared++;
    if (found !== undefined && within(found, range)) return;
    result.differences.push({
      service,
      operation,
      what,
      expected: describeRange(range),
      found: found === undefined ? 'nothing' : digits(found),
    });
  };

  for (const service of appRoles) {
    const mine = ours.filter((s) => s.service === service);
    const others = await othersOf(prometheus, service, load.run, at);
    for (const byOperation of [false, true]) {
      const operations = byOperation ? [...new Set(mine.map((s) => s.route))] : [''];
      const [rates, errors, ...latencies] = await Promise.all([
        monitor.calls(service, at, byOperation),
        monitor.errors(service, at, byOperation),
        ...quantiles.map((q) => monitor.latencies(service, at, byOperation, q)),
      ]);
      const shares = rates.length > 0 ? await withZeros(errors, monitor, service, operations) : errors;
      if (rates.length > 0) result.empty.calls = false;
      if (latencies.some((l) => l.length > 0)) result.empty.latencies = false;
      for (const operation of operations) {
        const known = mine.filter((s) => !operation || s.route === operation);
        const beside = others.of(operation);
        const calls = countOf(known);
        judge(
          service,
          operation,
          'calls/s',
          { low: (calls.low + beside.calls) / window, high: (calls.high + beside.calls) / window },
          newest(rates, operation),
        );
        judge(service, operation, 'error share', errorShareOf(known, beside), newest(shares, operation));
        quantiles.forEach((q, i) => {
          const value = newest(latencies[i] as MonitorSeries[], operation);
          const range = timed.includes(operation)
            ? bucketRange([...known, ...beside.buckets], q, others.edges)
            : { low: 0, high: others.edges.at(-1) ?? 0 };
          judge(service, operation, `p${q * 100} ms`, range, value);
        });
      }
    }
  }
  return result;
}

/**
 * The error shares, with those of operations that had none yet: Prometheus records the zero of a new one within 2 s, and a rate
 * needs two.
 */
async function withZeros(
  errors: readonly MonitorSeries[],
  monitor: JaegerMonitor,
  service: SpanSource,
  operations: readonly string[],
): Promise<readonly MonitorSeries[]> {
  const unknown = operations.filter((operation) => newest(errors, operation) === undefined);
  if (unknown.length === 0) return errors;
  let later: MonitorSeries[] = [];
  const known = async () => {
    later = await monitor.errors(service, Date.now(), operations[0] !== '');
    return unknown.every((operation) => newest(later, operation) !== undefined) ? true : undefined;
  };
  await until('each operation has an error share', known, { deadline: ZERO_WITHIN, every: 500 }).catch(() => {}); // those without one differ
  return [...later.filter(({ operation }) => unknown.includes(operation)), ...errors];
}

/** Other traffic in the tab's ten minutes, as Prometheus extrapolates it, per operation ('' for all). */
async function othersOf(prometheus: Prometheus, service: SpanSource, run: string, at: number) {
  const served = { ...serverSpans, [label.service]: service };
  const increase = (name: string, labels: Record<string, string>, by: readonly string[]) =>
    prometheus.query(
      `sum by (${by.join(', ')}) (rate(${name}{${selector(labels)}, ${label.run}!=${quoted(run)}}[${window}s])) * ${window}`,
      at / 1000,
    );
  const [calls, errors, buckets, edges] = await Promise.all([
    increase(metric.calls, served, [label.route]),
    increase(metric.calls, { ...served, ...failedSpans }, [label.route]),
    increase(metric.durationBucket, served, [label.route, label.le]),
    prometheus.query(`group by (${label.le}) (${seriesOf(metric.durationBucket, served)})`, at / 1000),
  ]);
  const sum = (samples: typeof calls, operation: string) =>
    samples
      .filter((s) => operation === '' || s.labels[label.route] === operation)
      .reduce((total, s) => total + s.value, 0);
  return {
    edges: edges
      .map((s) => Number(s.labels[label.le] === '+Inf' ? Infinity : s.labels[label.le]))
      .filter(Number.isFinite)
      .sort((a, b) => a - b),
    of: (operation: string) => ({
      calls: sum(calls, operation),
      errors: sum(errors, operation),
      buckets: bucketsOf(buckets.filter((s) => s.labels[label.route] === operation)),
    }),
  };
}

/** Cumulative buckets of one operation as samples, each anywhere in its bucket. */
function bucketsOf(samples: readonly { labels: Record<string, string>; value: number }[]): Weighted[] {
  const sorted = samples
    .map((s) => ({ le: s.labels[label.le] === '+Inf' ? Infinity : Number(s.labels[label.le]), value: s.value }))
    .sort((a, b) => a.le - b.le);
  return sorted.flatMap(({ le, value }, i): Weighted[] => {
    const count = value - (sorted[i - 1]?.value ?? 0);
    // just above the lower edge to the upper edge: both lie in this bucket
    return count > 1e-9
      ? [{ low: (sorted[i - 1]?.le ?? 0) + 1e-6, high: le, weight: { low: count, high: count } }]
      : [];
  });
}
