import { type Query, type Stack, withJaeger, withTempo } from '../model.ts';
import { label, metric, scrapeInterval } from '../names.ts';
import { rate, total, totalAcrossRestarts } from '../promql.ts';
import { bargauge, goodUntil, series, stat, timeseries, upIsGood, value } from './build.ts';

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
  queries: atEachHop(value, (name, matchers) => (name === metric.calls ? total : totalAcrossRestarts)(name, matchers)),
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
  tells: 'Spans per second at each hop.',
  looksBad:
    'Lines diverge: the spans between them fill a queue. After an outage the later hop must be higher until it has caught up.',
});

/** Zero while the metric does not exist; `why` says when it is created. */
const lost = (refId: string, legend: string, name: string, matchers: string, why?: string): Query =>
  series(refId, `${rateNow(name, matchers)} or vector(0)`, legend, {
    ...(why && { expects: { lazyMetrics: { [name]: why } } }),
  });

export const losses = timeseries({
  id: 'pipeline-losses',
  title: 'Dropped, refused, failed',
  unit: 'ops',
  queries: [
    lost('A', 'SDKs: dropped (queue full)', 'otel_sdk_processor_span_processed_total', 'error_type!=""'),
    lost('B', 'SDKs: given up', 'otel_sdk_exporter_span_exported_total', 'error_type!=""'),
    lost('C', 'collector: refused', metric.refused, 'job="otel-collector"'),
    lost(
      'D',
      'collector: failed to enqueue',
      'otelcol_exporter_enqueue_failed_spans',
      '',
      'an exporter’s queue was full',
    ),
    lost('E', 'collector: failed to send', metric.sendFailed, '', 'an exporter gave up'),
    {
      ...lost('F', 'Tempo: discarded', 'tempo_discarded_spans_total', ''),
      stacks: withTempo,
    },
    {
      ...lost('G', 'Jaeger: failed to write', `${metric.sendFailed}_total`, 'job="jaeger"'),
      stacks: withJaeger,
    },
  ],
  thresholds: goodUntil({ bad: 0.001 }),
  tells:
    'Spans per second that a part did not accept or could not send on. All must be zero. Refused spans are not lost: the SDK sends them again.',
  looksBad:
    'Dropped or given up: spans are lost, and the totals of stores and metrics differ for that time. Read the log of that part.',
});

export const queueDepth = timeseries({
  id: 'pipeline-queue-depth',
  title: 'Collector queues',
  unit: 'percentunit',
  queries: [
    series('A', `max by (${label.exporter}) (${metric.queueSize} / ${metric.queueCapacity})`, `{{${label.exporter}}}`),
  ],
  max: 1,
  thresholds: goodUntil({ watch: 0.5, bad: 0.9 }),
  tells: 'How full the queue in front of each trace store is. It is on disk and survives a killed collector.',
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
  looksBad: 'At 1, spans are dropped. Start the collector, or enlarge the queue.',
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
  unit: 's',
  queries: [series('A', 'max by (job) (time() - timestamp(up == 1))', '{{job}}')],
  thresholds: goodUntil({ watch: 3 * scrapeInterval, bad: 10 * scrapeInterval }),
  tells: `How old the newest scrape of each target is. Scrapes are ${scrapeInterval} s apart.`,
  looksBad: 'A line rises or ends: Prometheus does not reach that part, and its panels are not updated.',
  expects: { range: [0, 5 * scrapeInterval] },
});

export const targetsUp = stat({
  id: 'pipeline-targets-up',
  title: 'Targets that answer',
  unit: 'short',
  queries: [value('A', 'min by (job) (up)', '{{job}}')],
  max: 1,
  thresholds: upIsGood,
  tells: '1: Prometheus reached it at the last scrape.',
  looksBad: '0: that part is down or not reachable. `npm run status` shows its state.',
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

export const seriesCount = timeseries({
  id: 'pipeline-series',
  title: 'Series',
  unit: 'short',
  queries: [
    series('A', 'max(prometheus_tsdb_head_series)', 'in Prometheus’ head'),
    series('B', 'sum(scrape_samples_scraped)', 'scraped now'),
  ],
  thresholds: goodUntil({ watch: 5000, bad: 20_000 }),
  tells: 'Time series in the memory of Prometheus, and samples in the latest scrapes.',
  looksBad: 'It keeps growing under steady load: a label has unbounded values. Prometheus’ page /tsdb-status names it.',
  expects: { range: [0, 200_000] }, // 0: its first scrape of itself; checks add series until the head is truncated
});

export const overflow = stat({
  id: 'pipeline-overflow',
  title: 'Calls beyond the cardinality limit',
  unit: 'short',
  queries: [
    value('A', `${total(metric.calls, 'otel_metric_overflow="true"')} or vector(0)`, 'calls', {
      expects: { lazyLabels: { otel_metric_overflow: 'a service had more than 2,000 combinations of labels' } },
    }),
  ],
  thresholds: goodUntil({ bad: 1 }),
  tells:
    'Calls that `span_metrics` counted without their labels, because a service had more than 2,000 combinations of them, or the marked requests of checks more than 300.',
  looksBad: 'Span names contain ids: find them under Details per operation and give the route a parameter.',
});

export const storeIngest = timeseries({
  id: 'pipeline-store-ingest',
  title: 'Tempo: bytes received',
  unit: 'bytes',
  queries: [series('A', rateNow('tempo_distributor_bytes_received_total', ''), 'bytes/s')],
  tells: 'Bytes of spans per second that Tempo receives.',
  looksBad: 'Much more per span than before: attributes have grown. Look at a trace.',
  stacks: withTempo,
});

export const liveTraces = timeseries({
  id: 'pipeline-live-traces',
  title: 'Tempo: live traces',
  unit: 'short',
  queries: [series('A', 'sum(tempo_ingester_live_traces)', 'traces in memory')],
  tells: 'Traces that Tempo still collects spans for; a trace is written 3 s after its last span.',
  looksBad: 'It only rises: Tempo does not write its traces. See its log and the disk.',
  stacks: withTempo,
  expects: {
    mayBeEmpty: 'Tempo counts them from 10 s after its start',
    lazyMetrics: { tempo_ingester_live_traces: "Tempo's ingester has swept for the first time, 10 s after its start" },
  },
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
