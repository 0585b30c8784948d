import { down, engineRestarts, serviceRestarts } from './annotations.ts';
import { everyStack, withJaeger, withTempo, type Correlation, type Query } from './model.ts';
import { label, metric } from './names.ts';
import { latencyHeatmap, p95ByRoute, serviceGraph, traceStores } from './panels/apm.ts';
import { series, value } from './panels/build.ts';
import { failed, quantile, rate } from './promql.ts';

/** Span attributes that lead to metrics: attribute → label. Grafana makes `$__tags` of those that the span has. */
export const traceToMetricsTags: Readonly<Record<string, string>> = {
  'service.name': label.service,
  'http.request.method': label.method,
  'http.response.status_code': label.httpStatus,
};

/** The matchers that Grafana makes from the tags of the span. */
const tags = '$__tags';
const byRoute = [label.route];

/** The queries of `tracesToMetrics`, as in `grafana/provisioning/datasources/` (there with `$` doubled). */
export const traceToMetricsQueries: readonly Query[] = [
  series('rate', rate(metric.calls, tags, byRoute, '$__rate_interval'), 'Request rate'),
  series('p95', quantile(0.95, tags, byRoute, '$__rate_interval'), 'p95 latency'),
  series('errors', rate(metric.calls, `${tags}, ${failed}`, byRoute, '$__rate_interval'), 'Errors', {
    expects: { mayBeEmpty: 'no request like this one has failed' },
  }),
];

const callsOf = (name: string) => `sum by (client, server) (rate(${name}[$__range]))`;

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
      value('total', callsOf(metric.edges), '{{client}} → {{server}}'),
      value('seconds', callsOf(metric.edgeSeconds), '{{client}} → {{server}}'),
      value('failed', callsOf(metric.edgesFailed), '{{client}} → {{server}}', {
        expects: {
          mayBeEmpty: 'no call between services has failed',
          lazyMetrics: { [metric.edgesFailed]: 'a call between services has failed' },
        },
      }),
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
    title: 'Vertical lines where a service or an engine restarted or was down',
    from: 'annotation',
    to: 'dashboard',
    stacks: everyStack,
    where: 'every dashboard: annotations; the lab writes those with the tag lab-fault',
    queries: [serviceRestarts, engineRestarts, down].flatMap((a) => ('query' in a ? [a.query] : [])),
  },
];
