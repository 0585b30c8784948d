import { apmLink, exploreLink } from '../links.ts';
import { withJaeger, withTempo } from '../model.ts';
import { label, metric } from '../names.ts';
import { average, errorShare, failed, quantile, rate, served, servedAnyStatus, total } from '../promql.ts';
import {
  bargauge,
  goodUntil,
  heatmap,
  nodegraph,
  piechart,
  series,
  stat,
  table,
  timeseries,
  upIsGood,
  value,
} from './build.ts';

const byRoute = [label.route];
const byStatus = [label.httpStatus];
const byBoth = [label.route, label.httpStatus];
const route = `{{${label.route}}}`;
const statusAndRoute = `[{{${label.httpStatus}}}] ${route}`;

export const totalRequests = stat({
  id: 'apm-total-requests',
  title: 'Total requests',
  unit: 'short',
  queries: [value('A', total(metric.calls, served), 'requests')],
  tells:
    'Requests that the service answered in the shown range. Exact: it is a difference of counters, not `increase()`.',
  looksBad: 'Zero under load: open Telemetry pipeline and look for the hop where spans stop.',
  expects: { load: { fact: 'requests' } },
});

export const requestsByStatus = bargauge({
  id: 'apm-requests-by-status',
  title: 'Requests by status',
  unit: 'short',
  queries: [value('A', total(metric.calls, served, byStatus), `{{${label.httpStatus}}}`)],
  tells: 'How often each HTTP status was answered in the shown range. Exact.',
  looksBad:
    '5xx: find the route below, then open an exemplar of the heatmap. 4xx: the fault is in the caller, not in the service.',
  expects: { load: { fact: 'requests', by: byStatus } },
});

export const requestDistribution = piechart({
  id: 'apm-request-distribution',
  title: 'Request distribution',
  unit: 'short',
  queries: [value('A', total(metric.calls, served, byRoute), route)],
  tells: 'Requests of the shown range by route. Exact.',
  looksBad: 'A route has an unexpected share: find its callers (k6 and its effect, or the service graph).',
  expects: { load: { fact: 'requests', by: byRoute } },
});

export const loadingDistribution = piechart({
  id: 'apm-loading-distribution',
  title: 'Loading distribution',
  unit: 'ms',
  queries: [value('A', total(metric.durationSum, served, byRoute), route)],
  tells: 'Time that the service spent on each route in the shown range: the sum of the durations.',
  looksBad: 'A rare route with a large share: optimise it first.',
  expects: { load: { fact: 'time', by: byRoute } },
});

export const overallRate = stat({
  id: 'apm-request-rate',
  title: 'Overall request rate',
  unit: 'reqps',
  queries: [series('A', rate(metric.calls, served), 'requests/s')],
  tells: 'Requests per second, now and over the range.',
  looksBad:
    'It falls under constant load: the service is saturated or refuses requests. See latency, then Node.js runtime.',
  expects: { load: { fact: 'requestRate' } },
});

export const overallErrorRate = stat({
  id: 'apm-error-rate',
  title: 'Overall error rate',
  unit: 'percentunit',
  queries: [series('A', errorShare(servedAnyStatus), 'errors')],
  max: 1,
  thresholds: goodUntil({ watch: 0.01, bad: 0.1 }),
  tells: 'Share of requests whose span has status ERROR: 5xx or an exception. 4xx is not a server error.',
  looksBad: 'Find the route under "Error share by route", then a failed trace through an exemplar.',
  expects: { range: [0, 1], load: { fact: 'errorShare' } },
});

export const rateByRoute = timeseries({
  id: 'apm-rate-by-route',
  title: 'Request rate by route',
  unit: 'reqps',
  queries: [series('A', rate(metric.calls, served, byRoute), route)],
  tells: 'Requests per second of each route.',
  looksBad:
    'A gap means that nothing was scraped (Telemetry pipeline, Scrape age); a zero means that there were no requests.',
  expects: { load: { fact: 'requestRate', by: byRoute } },
});

export const errorShareByRoute = timeseries({
  id: 'apm-error-share-by-route',
  title: 'Error share by route',
  unit: 'percentunit',
  queries: [series('A', errorShare(servedAnyStatus, byRoute), route)],
  max: 1,
  tells: 'Share of failed requests of each route.',
  looksBad:
    'One route: the fault is in its code or in a service that it calls. All routes at once: in a shared part, or in the process itself.',
  expects: { range: [0, 1], load: { fact: 'errorShare', by: byRoute } },
});

export const errorsByRoute = bargauge({
  id: 'apm-errors-by-route',
  title: 'Errors by route and status',
  unit: 'short',
  queries: [value('A', `sort_desc(${total(metric.calls, `${served}, ${failed}`, byBoth)})`, statusAndRoute)],
  tells: 'Failed requests of the shown range. Exact. Empty if none failed.',
  looksBad: 'Take the largest, choose its route above, and open an exemplar.',
  expects: {
    mayBeEmpty: 'no request has failed',
    load: { fact: 'errors', by: byBoth },
  },
});

const latencyByRoute = (q: number, looksBad: string) =>
  timeseries({
    id: `apm-p${q * 100}-by-route`,
    title: `p${q * 100} latency by route`,
    unit: 'ms',
    queries: [series('A', quantile(q, served, byRoute), route, { exemplar: q === 0.95 })],
    tells: `${q * 100} % of the requests of a route were at least this fast, read from histogram buckets: accurate to one bucket.`,
    looksBad,
    expects: { range: [0, 10_000], load: { fact: 'latency', by: byRoute } },
  });

export const p50ByRoute = latencyByRoute(
  0.5,
  'Typical requests are slow: CPU, event loop or a dependency. See Node.js runtime.',
);
export const p95ByRoute = latencyByRoute(
  0.95,
  'Click a dot: it is the trace of one such request. Its longest span shows where the time was spent.',
);
export const p99ByRoute = latencyByRoute(
  0.99,
  'Only p99 is bad: rare events such as garbage collection, a retry or a cold start.',
);

export const averageByRoute = bargauge({
  id: 'apm-average-by-route',
  title: 'Average latency by route and status',
  unit: 'ms',
  queries: [value('A', `sort_desc(${average(served, byBoth, '$__range')})`, statusAndRoute)],
  tells: 'Sum of durations divided by requests over the shown range. Unlike quantiles it has no bucket error.',
  looksBad: 'Compare with p50: an average far above it means a few very slow requests.',
  expects: { load: { fact: 'latency', by: byBoth } },
});

export const latencyHeatmap = heatmap({
  id: 'apm-latency-heatmap',
  title: 'Latency heatmap',
  unit: 'ms',
  queries: [series('A', rate(metric.durationBucket, served, [label.le]), `{{${label.le}}}`, { exemplar: true })],
  tells:
    'How many requests per second fell into each latency bucket. Two bands are two kinds of requests. Dots are traces.',
  looksBad: 'A new band above the old one: click a dot in it.',
  expects: { load: { fact: 'buckets', by: [label.le] } },
});

const details = [label.service, label.route, label.method];

export const operations = table({
  id: 'apm-details',
  title: 'Details per operation',
  unit: 'short',
  queries: [
    value('requests', total(metric.calls, served, details), 'Requests'),
    value('rate', rate(metric.calls, served, details, '$__range'), 'Request rate', { unit: 'reqps', expects: {} }),
    value('errors', errorShare(servedAnyStatus, details, '$__range'), 'Error rate', {
      unit: 'percentunit',
      expects: { range: [0, 1] },
    }),
    value('average', average(served, details, '$__range'), 'Average', {
      unit: 'ms',
      expects: { load: { fact: 'latency', by: byRoute } },
    }),
    value('p95', quantile(0.95, served, details, '$__range'), 'p95', {
      unit: 'ms',
      expects: { range: [0, 10_000], load: { fact: 'latency', by: byRoute } },
    }),
  ],
  tells: 'Each operation over the shown range.',
  looksBad: 'Sort by the column in question; a click on an operation filters the dashboard by it.',
  expects: { load: { fact: 'requests', by: byRoute } },
  links: [
    {
      title: 'Only this operation',
      url: apmLink({ service: '__data.fields.Service', route: '__data.fields.Operation' }),
    },
  ],
  table: {
    labels: { [label.service]: 'Service', [label.route]: 'Operation', [label.method]: 'Method' },
    sortBy: 'requests',
  },
});

const named = (side: 'server' | 'client') =>
  `label_replace(label_replace(rate(${metric.edges}[$interval]), "id", "$1", "${side}", "(.*)"), "title", "$1", "${side}", "(.*)")`;

/** Nodes: called services with their rate, and services that only call, with zero. */
const nodeRate = `sum by (id, title) (${named('server')} or ${named('client')} * 0)`;

const edgeRate =
  `sum by (id, source, target) (label_join(label_replace(label_replace(rate(${metric.edges}[$interval]), ` +
  '"source", "$1", "client", "(.*)"), "target", "$1", "server", "(.*)"), "id", "->", "client", "server"))';

export const serviceGraph = nodegraph({
  id: 'apm-service-graph',
  title: 'Service graph',
  unit: 'reqps',
  queries: [value('nodes', nodeRate, '{{id}}'), value('edges', edgeRate, '{{source}} → {{target}}')],
  tells: 'Calls between services, per second at the moment. `user` means callers that send no spans.',
  looksBad:
    'An edge is missing: one side sent no span, or its two spans arrived more than 10 s apart, which is as long as the connector waits.',
  links: [
    {
      title: 'OpenTelemetry APM of this service',
      url: apmLink({ service: '__data.fields.id' }),
    },
  ],
});

export const traceStores = stat({
  id: 'apm-trace-stores',
  title: 'Traces of this service',
  unit: 'short',
  queries: [
    value('A', 'min(up{job="tempo"})', 'Tempo', {
      stacks: withTempo,
      links: [
        {
          title: 'Traces in Tempo',
          url: exploreLink('tempo', {
            queryType: 'traceql',
            query: '{ resource.service.name = `${service}` && kind = server }',
            tableType: 'traces',
            limit: 20,
          }),
        },
      ],
    }),
    value('B', 'min(up{job="jaeger"})', 'Jaeger', {
      stacks: withJaeger,
      links: [
        {
          title: 'Traces in Jaeger',
          url: exploreLink('jaeger', { queryType: 'search', service: '${service}', limit: 20 }),
        },
      ],
    }),
  ],
  max: 1,
  thresholds: upIsGood,
  tells: 'The trace stores that are running (1: up). A click searches the traces of the chosen service in that store.',
  looksBad: '0: the store does not answer; spans wait in the collector’s queue (Telemetry pipeline).',
  expects: { range: [0, 1] },
});
