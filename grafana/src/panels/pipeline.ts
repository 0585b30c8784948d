import { type Expectation, type Query, type Stack, withJaeger, withTempo } from '../model.ts';
import { type Loss, losses } from '../losses.ts';
import { byConnector, label, metric, scrapeInterval } from '../names.ts';
import { rate, total } from '../promql.ts';
import {
  bargauge,
  compared,
  goodUntil,
  series,
  stat,
  timeseries,
  upInWords,
  upIsGood,
  value,
  worstFirst,
} from './build.ts';

/** There is no variable for the window here: it follows the zoom. */
const rateNow = (name: string, matchers: string, by: readonly string[] = []) =>
  rate(name, matchers, by, '$__rate_interval');

/** The span counters of each part, in the order of the data. */
const hops: [refId: string, legend: string, metric: string, matchers: string, stacks?: readonly Stack[]][] = [
  ['A', '1 SDKs: ended', 'otel_sdk_processor_span_processed_total', ''],
  ['B', '2 SDKs: exported', 'otel_sdk_exporter_span_exported_total', 'error_type=""'],
  // the relays of the stack `both` receive too
  ['C', '3 collector: accepted', metric.accepted, 'job="otel-collector",receiver="otlp"'],
  ['D', '4 collector: counted', metric.calls, ''],
  ['E', '5 collector: sent to Tempo', metric.sent, 'exporter="otlp_http/tempo"', withTempo],
  ['F', '6 Tempo: received', 'tempo_distributor_spans_received_total', '', withTempo],
  ['G', '5 collector: sent to Jaeger', metric.sent, 'exporter="otlp_http/jaeger"', withJaeger],
  ['H', '6 Jaeger: written', `${metric.sent}_total`, 'job="jaeger"', withJaeger],
];

const atEachHop = (ask: typeof series, expr: (name: string, matchers: string) => string): Query[] =>
  hops.map(([refId, legend, name, matchers, stacks]) =>
    ask(refId, expr(name, matchers), legend, { ...(stacks && { stacks }) }),
  );

export const spansPerHop = bargauge({
  id: 'pipeline-spans-per-hop',
  title: 'Spans at each hop',
  unit: 'short',
  queries: atEachHop(value, total),
  tells:
    'Spans of the shown range, counted by each part on their way. All bars are equal if nothing is lost and no load is running.',
  looksBad:
    'The first shorter bar names the hop that loses or holds back spans. SDK bars lag 5 s: they are sent with the runtime metrics. Spans that a killed process made after its last report are missing in the SDK bars.',
});

export const spanFlow = timeseries({
  id: 'pipeline-span-flow',
  title: 'Span flow',
  unit: 'ops',
  queries: atEachHop(series, rateNow),
  legend: compared,
  tells: 'Spans per second at each hop.',
  looksBad:
    'Lines diverge: the spans between them fill a queue. After an outage the later hop must be higher until it has caught up.',
});

export const leftOut = timeseries({
  id: 'pipeline-losses',
  title: 'Left out, cut, refused',
  unit: 'ops',
  queries: losses.map((loss, index) => ({
    ...series(refId(index), `${rateNow(loss.counter, loss.matchers)} or vector(0)`, loss.what, {
      expects: lazyParts(loss),
    }),
    stacks: loss.stacks,
  })),
  thresholds: goodUntil({ bad: 0.001 }),
  legend: worstFirst,
  tells:
    'Items per second that a part left out, cut or refused, one line for each reason. docs/losses.md says what to do for each.',
  looksBad:
    'Any line above zero. "Sent again" is not lost. `lab check` says the same in words, with the service where it can.',
});

/** A, B … Z, AA, AB … */
function refId(index: number): string {
  return (index < 26 ? '' : 'A') + String.fromCharCode(65 + (index % 26));
}

/** What does not exist before something was left out: the counter, or a label of it. */
function lazyParts({ counter, matchers, appears, labelled = appears }: Loss): Expectation {
  const labels = [...matchers.matchAll(/(\w+)!?=/g)].map(([, name]) => name!);
  return {
    ...(appears && { lazyMetrics: { [counter]: appears } }),
    ...(labelled && { lazyLabels: Object.fromEntries(labels.map((name) => [name, labelled])) }),
  };
}

export const queueDepth = timeseries({
  id: 'pipeline-queue-depth',
  title: 'Collector queues',
  unit: 'percentunit',
  queries: [
    series('A', `max by (${label.exporter}) (${metric.queueSize} / ${metric.queueCapacity})`, `{{${label.exporter}}}`),
  ],
  max: 1,
  thresholds: goodUntil({ watch: 0.5, bad: 0.9 }),
  tells: 'How full the queue in front of each store is. It is on disk and survives a killed collector.',
  looksBad:
    'It fills: the store is down or too slow. Full: the receiver refuses spans, the SDK sends them again, and span metrics count them twice.',
  expects: { range: [0, 1] },
});

export const sdkQueue = timeseries({
  id: 'pipeline-sdk-queue',
  title: 'SDK queues',
  unit: 'percentunit',
  queries: [
    series(
      'A',
      `max by (${label.service}) (otel_sdk_processor_span_queue_size / otel_sdk_processor_span_queue_capacity)`,
      `{{${label.service}}}`,
    ),
  ],
  max: 1,
  thresholds: goodUntil({ watch: 0.5, bad: 0.9 }),
  tells: 'How full the queue of each service is: the only place where spans wait while the collector is down.',
  looksBad:
    'At 1, spans are dropped; large ones (32 MB in all) before that. Start the collector, or enlarge the queue.',
  expects: { range: [0, 1] },
});

export const memory = timeseries({
  id: 'pipeline-memory',
  title: 'Memory of the engines',
  unit: 'bytes',
  queries: [
    series('A', 'max by (job) (otelcol_process_memory_rss)', '{{job}}'),
    series('B', 'max by (job) (process_resident_memory_bytes{job=~"prometheus|tempo"})', '{{job}}'),
    series('C', 'max by (job) (otelcol_process_memory_rss_bytes{job="jaeger"})', '{{job}}', { stacks: withJaeger }),
  ],
  tells:
    'Resident memory of collector, Prometheus and trace stores. Above 300 MB the collector’s memory limiter begins to refuse.',
  looksBad: 'The collector grows under steady traffic: too many series (see Series), or a store does not accept spans.',
  expects: { range: [1e6, 1e10] },
});

export const cpuOfEngines = timeseries({
  id: 'pipeline-cpu',
  title: 'CPU of the engines',
  unit: 'short',
  queries: [
    series('A', rateNow('otelcol_process_cpu_seconds', 'job="otel-collector"', ['job']), '{{job}}'),
    series('B', rateNow('process_cpu_seconds_total', 'job=~"prometheus|tempo"', ['job']), '{{job}}'),
    series('C', rateNow('otelcol_process_cpu_seconds_total', 'job="jaeger"', ['job']), '{{job}}', {
      stacks: withJaeger,
    }),
  ],
  tells: 'Cores that each engine uses.',
  looksBad:
    'An engine that uses one core or more slows the other parts of the lab: reduce the load, or use a larger machine.',
  expects: { range: [0, 64] },
});

export const scrapeAge = timeseries({
  id: 'pipeline-scrape-age',
  title: 'Scrape age',
  unit: 'suffix: s',
  queries: [series('A', 'max by (job) (time() - timestamp(up == 1))', '{{job}}')],
  thresholds: goodUntil({ watch: 3 * scrapeInterval, bad: 10 * scrapeInterval }),
  tells: `How old the newest scrape of each target is. Scrapes are ${scrapeInterval} s apart.`,
  looksBad: 'A line rises or ends: Prometheus does not reach that part, and its panels are not updated.',
  expects: { range: [0, 5 * scrapeInterval] },
});

export const scrapeTime = timeseries({
  id: 'pipeline-scrape-time',
  title: 'Scrape duration',
  unit: 's',
  queries: [series('A', 'max by (job) (scrape_duration_seconds)', '{{job}}')],
  legend: worstFirst,
  tells:
    'How long Prometheus waits for each target. RED metrics may take 0.5 s, metrics of other services 2 s, all else 1 s.',
  looksBad:
    'More than half of that: at the whole of it the scrape fails, and panels get holes. Too many series, too little CPU, or a slow network.',
  expects: { range: [0, 5] },
});

export const targetsUp = stat({
  id: 'pipeline-targets-up',
  title: 'Targets that answer',
  unit: 'short',
  queries: [value('A', 'min by (job) (up)', '{{job}}')],
  max: 1,
  words: upInWords,
  thresholds: upIsGood,
  tells: 'Up: Prometheus reached it at the last scrape.',
  looksBad: 'Down: that part is down or not reachable. `npm run status` shows its state.',
  expects: { range: [0, 1] },
});

export const unmatchedEdges = timeseries({
  id: 'pipeline-unmatched-edges',
  title: 'Service graph: calls without their other side',
  unit: 'ops',
  queries: [
    series('A', rateNow('otelcol_connector_servicegraph_total_edges', ''), 'all'),
    series('B', rateNow('otelcol_connector_servicegraph_expired_edges', ''), 'only one side arrived', {
      expects: {
        mayBeEmpty: 'every edge was completed within 10 s',
        lazyMetrics: { otelcol_connector_servicegraph_expired_edges: 'an edge was not completed within 10 s' },
      },
    }),
  ],
  tells:
    'Edges per second that the connector saw, and those whose other side did not arrive within 10 s, which always include requests from outside.',
  looksBad: 'More unmatched edges than requests from outside: a service sends no spans, or context is not passed on.',
});

/** In Prometheus' head under 40 requests/s with checks; 4,158 to 5,900 were seen on the Tempo stack. */
const usualSeries = 6_000;

export const seriesCount = timeseries({
  id: 'pipeline-series',
  title: 'Series',
  unit: 'short',
  queries: [
    series('A', 'max(prometheus_tsdb_head_series)', 'in Prometheus’ head'),
    series('B', 'sum(scrape_samples_scraped)', 'scraped now'),
  ],
  thresholds: goodUntil({ watch: 2 * usualSeries, bad: 4 * usualSeries }),
  tells: `Time series in the memory of Prometheus, and samples in the latest scrapes. Up to ${usualSeries.toLocaleString('en')} are usual under 40 requests/s; the lines are at twice and four times that.`,
  looksBad: 'It keeps growing under steady load: a label has unbounded values. Prometheus’ page /tsdb-status names it.',
  expects: { range: [0, 200_000] }, // 0: its first scrape of itself; checks add series until the head is truncated
});

export const overflow = stat({
  id: 'pipeline-overflow',
  title: 'Calls beyond the cardinality limit',
  unit: 'short',
  queries: [
    value('A', `${total(metric.calls, 'otel_metric_overflow="true"')} or vector(0)`, 'calls', {
      expects: { lazyLabels: { otel_metric_overflow: 'services had more combinations of labels than their limit' } },
    }),
  ],
  thresholds: goodUntil({ bad: 1 }),
  tells:
    'Calls that `span_metrics` counted without their labels, because the services of their slot (label lab_slot) had more combinations of them than the limit in otel-collector/base.yaml.',
  looksBad: 'Span names contain ids. Combinations of labels, below, names the service: give its route a parameter.',
});

export const seriesByService = timeseries({
  id: 'pipeline-series-by-service',
  title: 'Combinations of labels',
  unit: 'short',
  queries: [
    series(
      'A',
      `topk(10, count by (${label.service}) (last_over_time(${metric.calls}{${byConnector}}[1m])))`,
      `{{${label.service}}}`,
    ),
  ],
  legend: worstFirst,
  tells: 'The ten services with the most combinations of span name, kind, method and status.',
  looksBad:
    'One service has many times more than the others: ids in its span names. Over the limit its calls lose their labels.',
});

export const metricPoints = timeseries({
  id: 'pipeline-metric-points',
  title: 'Metric points through the collector',
  unit: 'ops',
  queries: [
    series('A', rateNow('otelcol_receiver_accepted_metric_points', 'job="otel-collector"'), 'accepted from the SDKs'),
    series('B', rateNow('otelcol_exporter_sent_metric_points', 'job="otel-collector"'), 'sent to the scraped endpoint'),
  ],
  tells: 'Runtime metrics from the applications, and these together with the metrics of the connectors.',
  looksBad: 'Accepted is zero: the applications send no metrics, Node.js runtime is empty.',
});
