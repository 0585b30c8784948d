import { exploreLink } from '../links.ts';
import { everyStack, withJaeger, withTempo, type Panel } from '../model.ts';
import {
  average,
  calls,
  duration,
  errorShare,
  failed,
  quantile,
  rate,
  served,
  servedAnyStatus,
  total,
} from '../promql.ts';

const byRoute = ['span_name'];
const route = '{{span_name}}';

export const totalRequests: Panel = {
  id: 'apm-total-requests',
  title: 'Total requests',
  kind: 'stat',
  unit: 'short',
  queries: [{ refId: 'A', datasource: 'prometheus', expr: total(calls, served), legend: 'requests', instant: true }],
  min: 0,
  tells:
    'Requests that the service answered in the shown range. Exact: it is a difference of counters, not `increase()`.',
  looksBad: 'Zero while there is load: open Telemetry pipeline and look for the hop where spans stop.',
  stacks: everyStack,
  expects: { load: { fact: 'requests' } },
};

export const requestsByStatus: Panel = {
  id: 'apm-requests-by-status',
  title: 'Requests by status',
  kind: 'bargauge',
  unit: 'short',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: total(calls, served, ['http_response_status_code']),
      legend: '{{http_response_status_code}}',
      instant: true,
    },
  ],
  min: 0,
  tells: 'How often each HTTP status was answered in the shown range. Exact.',
  looksBad:
    '5xx: see which route below, then open an exemplar of the heatmap. 4xx: the caller is wrong, the service is not.',
  stacks: everyStack,
  expects: { load: { fact: 'requests', by: ['http_response_status_code'] } },
};

export const requestDistribution: Panel = {
  id: 'apm-request-distribution',
  title: 'Request distribution',
  kind: 'piechart',
  unit: 'short',
  queries: [
    { refId: 'A', datasource: 'prometheus', expr: total(calls, served, byRoute), legend: route, instant: true },
  ],
  tells: 'Which routes the requests of the shown range went to. Exact.',
  looksBad:
    'A route has a share that you do not expect: look at who calls it (k6 and its effect, or the service graph).',
  stacks: everyStack,
  expects: { load: { fact: 'requests', by: byRoute } },
};

export const loadingDistribution: Panel = {
  id: 'apm-loading-distribution',
  title: 'Loading distribution',
  kind: 'piechart',
  unit: 'ms',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: total(`${duration}_sum`, served, byRoute),
      legend: route,
      instant: true,
    },
  ],
  tells: 'Which routes the service spent its time on in the shown range: the sum of their durations.',
  looksBad: 'A rare route with a large share is worth making faster first.',
  stacks: everyStack,
  expects: { range: [0, Number.MAX_VALUE], load: { fact: 'time', by: byRoute } },
};

export const overallRate: Panel = {
  id: 'apm-request-rate',
  title: 'Overall request rate',
  kind: 'stat',
  unit: 'reqps',
  queries: [{ refId: 'A', datasource: 'prometheus', expr: rate(calls, served), legend: 'requests/s' }],
  min: 0,
  tells: 'Requests per second, now and over the range.',
  looksBad: 'It falls while the load stays: the service is saturated or refuses. See latency, then Node.js runtime.',
  stacks: everyStack,
  expects: { range: [0, Number.MAX_VALUE], load: { fact: 'requestRate' } },
};

export const overallErrorRate: Panel = {
  id: 'apm-error-rate',
  title: 'Overall error rate',
  kind: 'stat',
  unit: 'percentunit',
  queries: [{ refId: 'A', datasource: 'prometheus', expr: errorShare(servedAnyStatus), legend: 'errors' }],
  min: 0,
  max: 1,
  thresholds: [
    { from: 0, level: 'good' },
    { from: 0.01, level: 'watch' },
    { from: 0.1, level: 'bad' },
  ],
  tells: 'Share of requests whose span has status ERROR: 5xx or an exception. 4xx is not an error of the server.',
  looksBad: 'Find the route under "Error share by route", then a failed trace through an exemplar.',
  stacks: everyStack,
  expects: { range: [0, 1], load: { fact: 'errorShare' } },
};

export const rateByRoute: Panel = {
  id: 'apm-rate-by-route',
  title: 'Request rate by route',
  kind: 'timeseries',
  unit: 'reqps',
  queries: [{ refId: 'A', datasource: 'prometheus', expr: rate(calls, served, byRoute), legend: route }],
  min: 0,
  tells: 'Requests per second of each route.',
  looksBad: 'A gap means that nothing was scraped (Telemetry pipeline, Scrape age); a zero that nothing was asked.',
  stacks: everyStack,
  expects: { range: [0, Number.MAX_VALUE], load: { fact: 'requestRate', by: byRoute } },
};

export const errorShareByRoute: Panel = {
  id: 'apm-error-share-by-route',
  title: 'Error share by route',
  kind: 'timeseries',
  unit: 'percentunit',
  queries: [{ refId: 'A', datasource: 'prometheus', expr: errorShare(servedAnyStatus, byRoute), legend: route }],
  min: 0,
  max: 1,
  tells: 'Share of failed requests of each route.',
  looksBad: 'One route: its code or what it calls. All routes at once: a part that they share, or the process itself.',
  stacks: everyStack,
  expects: { range: [0, 1], load: { fact: 'errorShare', by: byRoute } },
};

export const errorsByRoute: Panel = {
  id: 'apm-errors-by-route',
  title: 'Errors by route and status',
  kind: 'bargauge',
  unit: 'short',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: `sort_desc(${total(calls, `${served}, ${failed}`, ['span_name', 'http_response_status_code'])})`,
      legend: '[{{http_response_status_code}}] {{span_name}}',
      instant: true,
    },
  ],
  min: 0,
  tells: 'Failed requests of the shown range. Exact. Empty if none failed.',
  looksBad: 'Take the largest, choose its route above, and open an exemplar.',
  stacks: everyStack,
  expects: {
    mayBeEmpty: 'no request has failed',
    load: { fact: 'errors', by: ['span_name', 'http_response_status_code'] },
  },
};

const latencyByRoute = (q: number, looksBad: string): Panel => ({
  id: `apm-p${q * 100}-by-route`,
  title: `p${q * 100} latency by route`,
  kind: 'timeseries',
  unit: 'ms',
  queries: [
    { refId: 'A', datasource: 'prometheus', expr: quantile(q, served, byRoute), legend: route, exemplar: q === 0.95 },
  ],
  min: 0,
  tells: `${q * 100} % of the requests of a route were at least this fast, read from histogram buckets: true to within one bucket.`,
  looksBad,
  stacks: everyStack,
  expects: { range: [0, 10_000], load: { fact: 'latency', by: byRoute } },
});

export const p50ByRoute = latencyByRoute(
  0.5,
  'The usual case is slow: CPU, event loop or a dependency. See Node.js runtime.',
);
export const p95ByRoute = latencyByRoute(
  0.95,
  'Click a dot: it is the trace of one such request. Its longest span says where the time went.',
);
export const p99ByRoute = latencyByRoute(
  0.99,
  'Only p99 is bad: rare events such as garbage collection, a retry or a cold start.',
);

export const averageByRoute: Panel = {
  id: 'apm-average-by-route',
  title: 'Average latency by route and status',
  kind: 'bargauge',
  unit: 'ms',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: `sort_desc(${average(served, ['span_name', 'http_response_status_code'], '$__range')})`,
      legend: '[{{http_response_status_code}}] {{span_name}}',
      instant: true,
    },
  ],
  min: 0,
  tells: 'Sum of durations divided by requests over the shown range. Unlike quantiles it has no bucket error.',
  looksBad: 'Compare with p50: an average far above it means few, very slow requests.',
  stacks: everyStack,
  expects: { range: [0, Number.MAX_VALUE], load: { fact: 'latency', by: ['span_name', 'http_response_status_code'] } },
};

export const latencyHeatmap: Panel = {
  id: 'apm-latency-heatmap',
  title: 'Latency heatmap',
  kind: 'heatmap',
  unit: 'ms',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: rate(`${duration}_bucket`, served, ['le']),
      legend: '{{le}}',
      exemplar: true,
    },
  ],
  tells:
    'How many requests per second fell into each latency bucket. Two bands are two kinds of requests. Dots are traces.',
  looksBad: 'A new band above the old one: click a dot in it.',
  stacks: everyStack,
  expects: { range: [0, Number.MAX_VALUE], load: { fact: 'buckets', by: ['le'] } },
};

const details = ['service_name', 'span_name', 'http_request_method'];

export const operations: Panel = {
  id: 'apm-details',
  title: 'Details per operation',
  kind: 'table',
  unit: 'short',
  queries: [
    {
      refId: 'requests',
      datasource: 'prometheus',
      expr: total(calls, served, details),
      legend: 'Requests',
      instant: true,
    },
    {
      refId: 'rate',
      datasource: 'prometheus',
      expr: rate(calls, served, details, '$__range'),
      legend: 'Request rate',
      instant: true,
      unit: 'reqps',
      expects: { range: [0, Number.MAX_VALUE] },
    },
    {
      refId: 'errors',
      datasource: 'prometheus',
      expr: errorShare(servedAnyStatus, details, '$__range'),
      legend: 'Error rate',
      instant: true,
      unit: 'percentunit',
      expects: { range: [0, 1] },
    },
    {
      refId: 'average',
      datasource: 'prometheus',
      expr: average(served, details, '$__range'),
      legend: 'Average',
      instant: true,
      unit: 'ms',
      expects: { range: [0, Number.MAX_VALUE], load: { fact: 'latency', by: byRoute } },
    },
    {
      refId: 'p95',
      datasource: 'prometheus',
      expr: quantile(0.95, served, details, '$__range'),
      legend: 'p95',
      instant: true,
      unit: 'ms',
      expects: { range: [0, 10_000], load: { fact: 'latency', by: byRoute } },
    },
  ],
  tells: 'Each operation over the shown range.',
  looksBad: 'Sort by the column that worries you; a click on an operation narrows the dashboard to it.',
  stacks: everyStack,
  expects: { load: { fact: 'requests', by: byRoute } },
  links: [
    {
      title: 'Only this operation',
      url: '/d/opentelemetry-apm?var-service=${__data.fields.Service}&var-route=${__data.fields.Operation}&${__url_time_range}',
    },
  ],
  table: {
    labels: { service_name: 'Service', span_name: 'Operation', http_request_method: 'Method' },
    sortBy: 'requests',
  },
};

const edge = 'traces_service_graph_request_total';

const named = (side: 'server' | 'client') =>
  `label_replace(label_replace(rate(${edge}[$interval]), "id", "$1", "${side}", "(.*)"), "title", "$1", "${side}", "(.*)")`;

/** A node is whoever is called, with its rate, or only calls, with none. */
const nodeRate = `sum by (id, title) (${named('server')} or ${named('client')} * 0)`;

const edgeRate =
  `sum by (id, source, target) (label_join(label_replace(label_replace(rate(${edge}[$interval]), ` +
  '"source", "$1", "client", "(.*)"), "target", "$1", "server", "(.*)"), "id", "->", "client", "server"))';

export const serviceGraph: Panel = {
  id: 'apm-service-graph',
  title: 'Service graph',
  kind: 'nodegraph',
  unit: 'reqps',
  queries: [
    { refId: 'nodes', datasource: 'prometheus', expr: nodeRate, legend: '{{id}}', instant: true },
    { refId: 'edges', datasource: 'prometheus', expr: edgeRate, legend: '{{source}} → {{target}}', instant: true },
  ],
  tells: 'Who calls whom, and how often per second now. `user` stands for callers that send no spans.',
  looksBad:
    'An edge is missing: one side sent no span, or the two arrived further apart than the connector waits (10 s).',
  stacks: everyStack,
  expects: { range: [0, Number.MAX_VALUE] },
  links: [
    {
      title: 'OpenTelemetry APM of this service',
      url: '/d/opentelemetry-apm?var-service=${__data.fields.id}&${__url_time_range}',
    },
  ],
};

export const traceStores: Panel = {
  id: 'apm-trace-stores',
  title: 'Traces of this service',
  kind: 'stat',
  unit: 'short',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: 'min(up{job="tempo"})',
      legend: 'Tempo',
      instant: true,
      stacks: withTempo,
      links: [
        {
          title: 'Traces in Tempo',
          url: exploreLink('tempo', {
            queryType: 'traceql',
            query: '{ resource.service.name = "${service}" && kind = server }',
            tableType: 'traces',
            limit: 20,
          }),
        },
      ],
    },
    {
      refId: 'B',
      datasource: 'prometheus',
      expr: 'min(up{job="jaeger"})',
      legend: 'Jaeger',
      instant: true,
      stacks: withJaeger,
      links: [
        {
          title: 'Traces in Jaeger',
          url: exploreLink('jaeger', { queryType: 'search', service: '${service}', limit: 20 }),
        },
      ],
    },
  ],
  min: 0,
  max: 1,
  thresholds: [
    { from: 0, level: 'bad' },
    { from: 1, level: 'good' },
  ],
  tells: 'The trace stores that run (1: up). A click searches the traces of the chosen service in that store.',
  looksBad: '0: the store does not answer; spans wait in the collector’s queue (Telemetry pipeline).',
  stacks: everyStack,
  expects: { range: [0, 1] },
};
