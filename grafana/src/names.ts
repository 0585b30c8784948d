/**
 * Every name of a metric or label that more than one file queries. They are also spelled in the collector's connectors,
 * Jaeger's metric backend, `prometheus/rules` and `grafana/provisioning`; `names.test.ts` compares.
 */
const duration = 'traces_span_metrics_duration_milliseconds';

export const metric = {
  /** Spans counted by the collector's `span_metrics` connector. */
  calls: 'traces_span_metrics_calls_total',
  /** Their durations in ms, as a native histogram: quantiles are read from it. */
  durationNative: 'traces_span_metrics_native_duration_milliseconds',
  /** The same as a classic histogram: for Jaeger's Monitor tab, the heatmap and exemplars. */
  durationBucket: `${duration}_bucket`,
  durationSum: `${duration}_sum`,
  durationCount: `${duration}_count`,
  /** Calls between services, counted by the collector's `service_graph` connector. */
  edges: 'traces_service_graph_request_total',
  edgesFailed: 'traces_service_graph_request_failed_total',
  edgeSeconds: 'traces_service_graph_request_server_seconds_sum',
  /** The collector's own counters, as it exposes them: without `_total`, which Jaeger's counters have. */
  accepted: 'otelcol_receiver_accepted_spans',
  refused: 'otelcol_receiver_refused_spans',
  receiverFailed: 'otelcol_receiver_failed_spans',
  sent: 'otelcol_exporter_sent_spans',
  sendFailed: 'otelcol_exporter_send_failed_spans',
  enqueueFailed: 'otelcol_exporter_enqueue_failed_spans',
  queueSize: 'otelcol_exporter_queue_size',
  queueCapacity: 'otelcol_exporter_queue_capacity',
  inFlight: 'otelcol_exporter_in_flight_requests',
  /** Requests that k6 sent. */
  k6Requests: 'k6_http_reqs_total',
} as const;

/** Prefixes of the connectors' metrics. */
export const namespace = { spans: 'traces_span_metrics_', edges: 'traces_service_graph_' } as const;

export const label = {
  service: 'service_name',
  /** The span's name; of a SERVER span that is its method and route. */
  route: 'span_name',
  kind: 'span_kind',
  /** The span's status, not HTTP's. */
  spanStatus: 'status_code',
  httpStatus: 'http_response_status_code',
  method: 'http_request_method',
  /** Which run of a check made the span: the attribute `lab.run`. */
  run: 'lab_run',
  /** `true` on calls that were counted without their own labels, because the limit was reached. */
  overflow: 'otel_metric_overflow',
  /** The collector process that counted. */
  instance: 'collector_instance_id',
  exporter: 'exporter',
  receiver: 'receiver',
  le: 'le',
  /** Of the shop's queue: as kafkametricsreceiver names them. */
  topic: 'topic',
  group: 'group',
  /** Of Postgres and Valkey: as postgresqlreceiver and redisreceiver do. */
  table: 'postgresql_table_name',
  operation: 'operation',
  command: 'cmd',
  /** Of an objective, as Sloth records it, and of an alert. */
  slo: 'sloth_slo',
  window: 'sloth_window',
  alert: 'alertname',
  severity: 'severity',
  alertState: 'alertstate',
} as const;

/** What Sloth records of an objective (prometheus/objectives), and Prometheus of its alerts. */
export const objective = {
  goal: 'slo:objective:ratio',
  budget: 'slo:error_budget:ratio',
  budgetLeft: 'slo:period_error_budget_remaining:ratio',
  periodDays: 'slo:time_period:days',
  /** Followed by a window: the share of bad requests in it. */
  share: 'slo:sli_error:ratio_rate',
  alerts: 'ALERTS',
  alertsSince: 'ALERTS_FOR_STATE',
} as const;

/** Windows of `slo/windows/`, shortest first; a lab has those of one file. */
export const sloWindows = ['10s', '30s', '1m', '2m', '5m', '15m', '30m', '1h', '2h', '6h', '1d', '3d'] as const;

export const spanKinds = {
  server: 'SPAN_KIND_SERVER',
  client: 'SPAN_KIND_CLIENT',
  producer: 'SPAN_KIND_PRODUCER',
  consumer: 'SPAN_KIND_CONSUMER',
} as const;

/** Labels of the spans of requests that a service answered. */
export const serverSpans = { [label.kind]: spanKinds.server } as const;

/** Labels of spans that failed: 5xx or an exception. */
export const failedSpans = { [label.spanStatus]: 'STATUS_CODE_ERROR' } as const;

/**
 * Matcher for the series that the connector counted: Prometheus records a zero beside them (prometheus/rules/zero-errors.yaml),
 * which changes no sum, but is a series too.
 */
export const byConnector = `${label.instance}!=""`;

/** Seconds between two scrapes: `prometheus/prometheus.yaml` and Grafana's data source state it too; a test compares them. */
export const scrapeInterval = 1;

/**
 * Least seconds between two points of a rate. Grafana takes a query's least step for its scrape interval, so that
 * `$__rate_interval` is four of them, 16 s: of 1 s it would be 4 s, in which one request makes a peak (docs/adr/044).
 */
export const rateStep = 4;

/** Seconds between two points where stores are compared. `rate()` looks at one step only there, as Tempo does. */
export const comparedStep = 15;
