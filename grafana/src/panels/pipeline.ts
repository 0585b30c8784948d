import { everyStack, withJaeger, withTempo, type Panel, type Query } from '../model.ts';
import { calls, rate, total, totalAcrossRestarts } from '../promql.ts';

const hops: { refId: string; legend: string; metric: string; selector: string; stacks?: Query['stacks'] }[] = [
  { refId: 'A', legend: '1 SDKs: ended', metric: 'otel_sdk_processor_span_processed_total', selector: '' },
  {
    refId: 'B',
    legend: '2 SDKs: exported',
    metric: 'otel_sdk_exporter_span_exported_total',
    selector: 'error_type=""',
  },
  {
    refId: 'C',
    legend: '3 collector: accepted',
    metric: 'otelcol_receiver_accepted_spans',
    selector: 'job="otel-collector",receiver="otlp"', // the relays of the stack `both` receive too
  },
  { refId: 'D', legend: '4 collector: counted', metric: calls, selector: '' },
  {
    refId: 'E',
    legend: '5 collector: sent to Tempo',
    metric: 'otelcol_exporter_sent_spans',
    selector: 'exporter="otlp_grpc/tempo"',
    stacks: withTempo,
  },
  {
    refId: 'F',
    legend: '6 Tempo: received',
    metric: 'tempo_distributor_spans_received_total',
    selector: '',
    stacks: withTempo,
  },
  {
    refId: 'G',
    legend: '5 collector: sent to Jaeger',
    metric: 'otelcol_exporter_sent_spans',
    selector: 'exporter="otlp_http/jaeger"',
    stacks: withJaeger,
  },
  {
    refId: 'H',
    legend: '6 Jaeger: written',
    metric: 'otelcol_exporter_sent_spans_total',
    selector: 'job="jaeger"',
    stacks: withJaeger,
  },
];

const hopQuery = (expr: (metric: string, selector: string) => string, instant: boolean): Query[] =>
  hops.map(({ refId, legend, metric, selector, stacks }) => ({
    refId,
    datasource: 'prometheus',
    expr: expr(metric, selector),
    legend,
    ...(instant ? { instant } : {}),
    ...(stacks ? { stacks } : {}),
  }));

export const spansPerHop: Panel = {
  id: 'pipeline-spans-per-hop',
  title: 'Spans at each hop',
  kind: 'bargauge',
  unit: 'short',
  queries: hopQuery((metric, selector) => (metric === calls ? total : totalAcrossRestarts)(metric, selector), true),
  min: 0,
  tells:
    'Spans of the shown range, counted by each part on the way. All bars are equal when everything is complete and at rest.',
  looksBad:
    'The first shorter bar names the hop that loses or holds back spans. SDK bars lag 5 s: they come with the runtime metrics. What a process ended between its last report and its death is in no bar of the SDKs.',
  stacks: everyStack,
  expects: { range: [0, Number.MAX_VALUE] },
};

export const spanFlow: Panel = {
  id: 'pipeline-span-flow',
  title: 'Span flow',
  kind: 'timeseries',
  unit: 'ops',
  queries: hopQuery((metric, selector) => rate(metric, selector, [], '$__rate_interval'), false),
  min: 0,
  tells: 'Spans per second at each hop.',
  looksBad:
    'Lines part: what is between them fills a queue. After an outage the later line must catch up by running higher.',
  stacks: everyStack,
  expects: { range: [0, Number.MAX_VALUE] },
};

const lost = (refId: string, legend: string, metric: string, selector: string, why?: string): Query => ({
  refId,
  datasource: 'prometheus',
  expr: `${rate(metric, selector, [], '$__rate_interval')} or vector(0)`,
  legend,
  ...(why ? { expects: { range: [0, Number.MAX_VALUE], lazyMetrics: { [metric]: why } } } : {}),
});

export const losses: Panel = {
  id: 'pipeline-losses',
  title: 'Dropped, refused, failed',
  kind: 'timeseries',
  unit: 'ops',
  queries: [
    lost('A', 'SDKs: dropped (queue full)', 'otel_sdk_processor_span_processed_total', 'error_type!=""'),
    lost('B', 'SDKs: given up', 'otel_sdk_exporter_span_exported_total', 'error_type!=""'),
    lost('C', 'collector: refused', 'otelcol_receiver_refused_spans', 'job="otel-collector"'),
    lost(
      'D',
      'collector: failed to enqueue',
      'otelcol_exporter_enqueue_failed_spans',
      '',
      'an exporter’s queue was full',
    ),
    lost('E', 'collector: failed to send', 'otelcol_exporter_send_failed_spans', '', 'an exporter gave up'),
    {
      ...lost('F', 'Tempo: discarded', 'tempo_discarded_spans_total', ''),
      stacks: withTempo,
    },
    {
      ...lost('G', 'Jaeger: failed to write', 'otelcol_exporter_send_failed_spans_total', 'job="jaeger"'),
      stacks: withJaeger,
    },
  ],
  min: 0,
  thresholds: [
    { from: 0, level: 'good' },
    { from: 0.001, level: 'bad' },
  ],
  tells:
    'Spans per second that a part did not take or could not pass on. All must be zero. Refused spans come again: the SDK repeats them.',
  looksBad:
    'Dropped or given up: spans are gone, totals of stores and of metrics differ for that time. Read that part’s log.',
  stacks: everyStack,
  expects: { range: [0, Number.MAX_VALUE] },
};

export const queueDepth: Panel = {
  id: 'pipeline-queue-depth',
  title: 'Collector queues',
  kind: 'timeseries',
  unit: 'percentunit',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: 'max by (exporter) (otelcol_exporter_queue_size / otelcol_exporter_queue_capacity)',
      legend: '{{exporter}}',
    },
  ],
  min: 0,
  max: 1,
  thresholds: [
    { from: 0, level: 'good' },
    { from: 0.5, level: 'watch' },
    { from: 0.9, level: 'bad' },
  ],
  tells: 'How full the queue in front of each trace store is. It is on disk and survives a killed collector.',
  looksBad:
    'It fills: the store is away or too slow. Full: the receiver refuses, the SDK repeats, and span metrics count twice.',
  stacks: everyStack,
  expects: { range: [0, 1] },
};

export const sdkQueue: Panel = {
  id: 'pipeline-sdk-queue',
  title: 'SDK queues',
  kind: 'timeseries',
  unit: 'percentunit',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: 'max by (service_name) (otel_sdk_processor_span_queue_size / otel_sdk_processor_span_queue_capacity)',
      legend: '{{service_name}}',
    },
  ],
  min: 0,
  max: 1,
  thresholds: [
    { from: 0, level: 'good' },
    { from: 0.5, level: 'watch' },
    { from: 0.9, level: 'bad' },
  ],
  tells: 'How full each application’s own queue is: the only place where spans wait while the collector is away.',
  looksBad: 'At 1 spans are dropped. Bring the collector back, or enlarge the queue.',
  stacks: everyStack,
  expects: { range: [0, 1] },
};

export const memory: Panel = {
  id: 'pipeline-memory',
  title: 'Memory of the engines',
  kind: 'timeseries',
  unit: 'bytes',
  queries: [
    { refId: 'A', datasource: 'prometheus', expr: 'max by (job) (otelcol_process_memory_rss)', legend: '{{job}}' },
    {
      refId: 'B',
      datasource: 'prometheus',
      expr: 'max by (job) (process_resident_memory_bytes{job=~"prometheus|tempo"})',
      legend: '{{job}}',
    },
    {
      refId: 'C',
      datasource: 'prometheus',
      expr: 'max by (job) (otelcol_process_memory_rss_bytes{job="jaeger"})',
      legend: '{{job}}',
      stacks: withJaeger,
    },
  ],
  min: 0,
  tells:
    'Resident memory of collector, Prometheus and trace stores. Above 300 MB the collector’s memory limiter begins to refuse.',
  looksBad:
    'The collector grows with steady traffic: too many series (see Series) or a store that does not take spans.',
  stacks: everyStack,
  expects: { range: [1e6, 1e10] },
};

export const cpuOfEngines: Panel = {
  id: 'pipeline-cpu',
  title: 'CPU of the engines',
  kind: 'timeseries',
  unit: 'short',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: rate('otelcol_process_cpu_seconds', 'job="otel-collector"', ['job'], '$__rate_interval'),
      legend: '{{job}}',
    },
    {
      refId: 'B',
      datasource: 'prometheus',
      expr: rate('process_cpu_seconds_total', 'job=~"prometheus|tempo"', ['job'], '$__rate_interval'),
      legend: '{{job}}',
    },
    {
      refId: 'C',
      datasource: 'prometheus',
      expr: rate('otelcol_process_cpu_seconds_total', 'job="jaeger"', ['job'], '$__rate_interval'),
      legend: '{{job}}',
      stacks: withJaeger,
    },
  ],
  min: 0,
  tells: 'Cores that each engine uses.',
  looksBad: 'An engine at one core or more slows the lab’s other parts: send less, or give the machine more.',
  stacks: everyStack,
  expects: { range: [0, 64] },
};

export const scrapeAge: Panel = {
  id: 'pipeline-scrape-age',
  title: 'Scrape age',
  kind: 'timeseries',
  unit: 's',
  queries: [
    { refId: 'A', datasource: 'prometheus', expr: 'max by (job) (time() - timestamp(up == 1))', legend: '{{job}}' },
  ],
  min: 0,
  thresholds: [
    { from: 0, level: 'good' },
    { from: 3, level: 'watch' },
    { from: 10, level: 'bad' },
  ],
  tells: 'How old the newest scrape of each target is. A scrape is due every second.',
  looksBad: 'A line rises or ends: Prometheus does not reach that part, and every panel from it stands still.',
  stacks: everyStack,
  expects: { range: [0, 5] },
};

export const targetsUp: Panel = {
  id: 'pipeline-targets-up',
  title: 'Targets that answer',
  kind: 'stat',
  unit: 'short',
  queries: [{ refId: 'A', datasource: 'prometheus', expr: 'min by (job) (up)', legend: '{{job}}', instant: true }],
  min: 0,
  max: 1,
  thresholds: [
    { from: 0, level: 'bad' },
    { from: 1, level: 'good' },
  ],
  tells: '1: Prometheus reached it at the last scrape.',
  looksBad: '0: that part is down or not reachable. `npm run status` says what its process does.',
  stacks: everyStack,
  expects: { range: [0, 1] },
};

export const unmatchedEdges: Panel = {
  id: 'pipeline-unmatched-edges',
  title: 'Service graph: calls without their other side',
  kind: 'timeseries',
  unit: 'ops',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: rate('otelcol_connector_servicegraph_total_edges', '', [], '$__rate_interval'),
      legend: 'all',
    },
    {
      refId: 'B',
      datasource: 'prometheus',
      expr: rate('otelcol_connector_servicegraph_expired_edges', '', [], '$__rate_interval'),
      legend: 'only one side came',
      expects: {
        range: [0, Number.MAX_VALUE],
        mayBeEmpty: 'no edge has waited 10 s in vain',
        lazyMetrics: { otelcol_connector_servicegraph_expired_edges: 'an edge has waited 10 s in vain' },
      },
    },
  ],
  min: 0,
  tells:
    'Edges per second that the connector saw, and those whose other side did not come within 10 s. Requests from outside are always among these.',
  looksBad: 'More unmatched edges than requests from outside: a service sends no spans, or context is not passed on.',
  stacks: everyStack,
  expects: { range: [0, Number.MAX_VALUE] },
};

export const seriesCount: Panel = {
  id: 'pipeline-series',
  title: 'Series',
  kind: 'timeseries',
  unit: 'short',
  queries: [
    { refId: 'A', datasource: 'prometheus', expr: 'max(prometheus_tsdb_head_series)', legend: 'in Prometheus’ head' },
    { refId: 'B', datasource: 'prometheus', expr: 'sum(scrape_samples_scraped)', legend: 'scraped now' },
  ],
  min: 0,
  thresholds: [
    { from: 0, level: 'good' },
    { from: 5000, level: 'watch' },
    { from: 20_000, level: 'bad' },
  ],
  tells: 'Time series that Prometheus holds in memory, and samples in the latest scrapes.',
  looksBad:
    'It grows with time under steady load: a label has unbounded values. Prometheus’ page /tsdb-status names it.',
  stacks: everyStack,
  expects: { range: [0, 20_000] }, // 0: its first scrape of itself
};

export const overflow: Panel = {
  id: 'pipeline-overflow',
  title: 'Calls beyond the cardinality limit',
  kind: 'stat',
  unit: 'short',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: `${total(calls, 'otel_metric_overflow="true"')} or vector(0)`,
      legend: 'calls',
      instant: true,
      expects: {
        range: [0, Number.MAX_VALUE],
        lazyLabels: { otel_metric_overflow: 'a service had more than 2,000 combinations of labels' },
      },
    },
  ],
  min: 0,
  thresholds: [
    { from: 0, level: 'good' },
    { from: 1, level: 'bad' },
  ],
  tells:
    'Calls that `span_metrics` counted without their labels, because a service had more than 2,000 combinations of them.',
  looksBad: 'Span names carry ids: find them under Details per operation and give the route a parameter.',
  stacks: everyStack,
  expects: { range: [0, Number.MAX_VALUE] },
};

export const storeIngest: Panel = {
  id: 'pipeline-store-ingest',
  title: 'Tempo: bytes received',
  kind: 'timeseries',
  unit: 'bytes',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: rate('tempo_distributor_bytes_received_total', '', [], '$__rate_interval'),
      legend: 'bytes/s',
    },
  ],
  min: 0,
  tells: 'Bytes of spans per second that Tempo takes.',
  looksBad: 'Much more per span than before: attributes have grown. Look at a trace.',
  stacks: withTempo,
  expects: { range: [0, Number.MAX_VALUE] },
};

export const liveTraces: Panel = {
  id: 'pipeline-live-traces',
  title: 'Tempo: live traces',
  kind: 'timeseries',
  unit: 'short',
  queries: [
    { refId: 'A', datasource: 'prometheus', expr: 'sum(tempo_ingester_live_traces)', legend: 'traces in memory' },
  ],
  min: 0,
  tells: 'Traces that Tempo still collects spans for; 5 s after the last span one is written.',
  looksBad: 'It only rises: Tempo does not write. See its log and the disk.',
  stacks: withTempo,
  expects: {
    range: [0, Number.MAX_VALUE],
    mayBeEmpty: 'Tempo counts them from 10 s after its start',
    lazyMetrics: { tempo_ingester_live_traces: "Tempo's ingester has swept for the first time, 10 s after its start" },
  },
};

export const metricPoints: Panel = {
  id: 'pipeline-metric-points',
  title: 'Metric points through the collector',
  kind: 'timeseries',
  unit: 'ops',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: rate('otelcol_receiver_accepted_metric_points', 'job="otel-collector"', [], '$__rate_interval'),
      legend: 'accepted from the SDKs',
    },
    {
      refId: 'B',
      datasource: 'prometheus',
      expr: rate('otelcol_exporter_sent_metric_points', 'job="otel-collector"', [], '$__rate_interval'),
      legend: 'sent to the scraped endpoint',
    },
  ],
  min: 0,
  tells: 'Runtime metrics from the applications, and these together with what the connectors made.',
  looksBad: 'Accepted is zero: the applications send no metrics, Node.js runtime is empty.',
  stacks: everyStack,
  expects: { range: [0, Number.MAX_VALUE] },
};
