import { down, engineRestarts, serviceRestarts } from './annotations.ts';
import { everyStack, withJaeger, withTempo, type Correlation, type Query } from './model.ts';
import { latencyHeatmap, p95ByRoute, serviceGraph, traceStores } from './panels/apm.ts';
import { series, value } from './panels/build.ts';

/** What a span offers on the way to metrics: attribute → label. Grafana makes `$__tags` of those that the span has. */
export const traceToMetricsTags: Readonly<Record<string, string>> = {
  'service.name': 'service_name',
  'http.request.method': 'http_request_method',
  'http.response.status_code': 'http_response_status_code',
};

/** The queries of `tracesToMetrics`, as in `grafana/provisioning/datasources/` (there with `$` doubled). */
export const traceToMetricsQueries: readonly Query[] = [
  series(
    'rate',
    'sum by (span_name) (rate(traces_span_metrics_calls_total{$__tags}[$__rate_interval]))',
    'Request rate',
  ),
  series(
    'p95',
    'histogram_quantile(0.95, sum by (le, span_name) (rate(traces_span_metrics_duration_milliseconds_bucket{$__tags}[$__rate_interval]))) >= 0',
    'p95 latency',
  ),
  series(
    'errors',
    'sum by (span_name) (rate(traces_span_metrics_calls_total{$__tags, status_code="STATUS_CODE_ERROR"}[$__rate_interval]))',
    'Errors',
    { expects: { mayBeEmpty: 'no request like this one has failed' } },
  ),
];

/** Every jump between dashboards, metrics and traces that is provisioned. */
export const correlations: readonly Correlation[] = [
  {
    id: 'exemplar-to-trace',
    title: 'A dot on a latency panel opens its trace',
    from: 'metric',
    to: 'trace',
    stacks: everyStack,
    where: 'provisioning/datasources/prometheus.yaml: exemplarTraceIdDestinations',
    queries: [...p95ByRoute.queries, ...latencyHeatmap.queries],
  },
  {
    id: 'trace-to-metrics',
    title: 'A span opens the metrics of requests like it',
    from: 'trace',
    to: 'metric',
    stacks: everyStack,
    where: 'provisioning/datasources/tempo.yaml, jaeger.yaml: tracesToMetrics',
    queries: traceToMetricsQueries,
  },
  {
    id: 'trace-to-trace',
    title: 'A span link opens the linked trace',
    from: 'trace',
    to: 'trace',
    stacks: everyStack,
    where: 'built into Grafana’s trace view; needs spans with links',
    queries: [],
  },
  {
    id: 'service-graph-to-dashboard',
    title: 'A node of the service graph opens OpenTelemetry APM of that service',
    from: 'service graph',
    to: 'dashboard',
    stacks: everyStack,
    where: 'panel apm-service-graph: links',
    queries: serviceGraph.queries,
  },
  {
    id: 'tempo-service-map',
    title: 'The service graph of Tempo’s data source in Explore',
    from: 'trace',
    to: 'metric',
    stacks: withTempo,
    where: 'provisioning/datasources/tempo.yaml: serviceMap',
    queries: [
      value(
        'total',
        'sum by (client, server) (rate(traces_service_graph_request_total[$__range]))',
        '{{client}} → {{server}}',
      ),
      value(
        'seconds',
        'sum by (client, server) (rate(traces_service_graph_request_server_seconds_sum[$__range]))',
        '{{client}} → {{server}}',
      ),
      value(
        'failed',
        'sum by (client, server) (rate(traces_service_graph_request_failed_total[$__range]))',
        '{{client}} → {{server}}',
        {
          expects: {
            mayBeEmpty: 'no call between services has failed',
            lazyMetrics: { traces_service_graph_request_failed_total: 'a call between services has failed' },
          },
        },
      ),
    ],
  },
  {
    id: 'dashboard-to-jaeger',
    title:
      'The tile "Jaeger" on OpenTelemetry APM searches the service’s traces there; it exists only where Jaeger runs',
    from: 'dashboard',
    to: 'store',
    stacks: withJaeger,
    where: 'panel apm-trace-stores: links of query B',
    queries: traceStores.queries.filter((q) => q.legend === 'Jaeger'),
  },
  {
    id: 'dashboard-to-tempo',
    title: 'The tile "Tempo" on OpenTelemetry APM searches the service’s traces there',
    from: 'dashboard',
    to: 'store',
    stacks: withTempo,
    where: 'panel apm-trace-stores: links of query A',
    queries: traceStores.queries.filter((q) => q.legend === 'Tempo'),
  },
  {
    id: 'annotations',
    title: 'Vertical lines where a service or an engine restarted or was away',
    from: 'annotation',
    to: 'dashboard',
    stacks: everyStack,
    where: 'every dashboard: annotations; faults come with the tag lab-fault from the lab',
    queries: [serviceRestarts, engineRestarts, down].flatMap((a) => ('query' in a ? [a.query] : [])),
  },
];
