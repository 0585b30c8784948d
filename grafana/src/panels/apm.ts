import { apmLink, exploreLink } from '../links.ts';
import { type Legend, withJaeger, withTempo } from '../model.ts';
import { label, metric } from '../names.ts';
import { average, errorShare, failed, quantile, rate, served, servedAnyStatus, total, ofFewBounds } from '../promql.ts';
import {
  bargauge,
  compared,
  dots,
  goodUntil,
  heatmap,
  nodegraph,
  series,
  stat,
  table,
  timeseries,
  upInWords,
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
  title: 'Requests',
  unit: 'short',
  queries: [value('A', total(metric.calls, served), 'requests')],
  tells: 'Requests that the service answered in the shown range. Exact, also over restarts.',
  looksBad: 'Zero under load: open Telemetry pipeline and look for the hop where spans stop.',
  expects: { load: { fact: 'requests' } },
});

export const requestsByStatus = bargauge({
  id: 'apm-requests-by-status',
  title: 'Requests by status',
  unit: 'short',
  queries: [value('A', `sort_desc(${total(metric.calls, served, byStatus)})`, `{{${label.httpStatus}}}`)],
  tells: 'How often each HTTP status was answered in the shown range. Exact.',
  looksBad:
    '5xx: find the route below, then open an exemplar of the heatmap. 4xx: the fault is in the caller, not in the service.',
  expects: { load: { fact: 'requests', by: byStatus } },
});

export const overallRate = stat({
  id: 'apm-request-rate',
  title: 'Request rate',
  unit: 'reqps',
  queries: [series('A', rate(metric.calls, served), 'requests/s')],
  tells: 'Requests per second, now and over the range.',
  looksBad:
    'It falls under constant load: the service is saturated or refuses requests. See latency, then Node.js runtime.',
  expects: { load: { fact: 'requestRate' } },
});

export const overallErrorRate = stat({
  id: 'apm-error-rate',
  title: 'Error rate',
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
  softMax: 0.1,
  tells: 'Share of failed requests of each route.',
  looksBad:
    'One route: the fault is in its code or in a service that it calls. All routes at once: in a shared part, or in the process itself.',
  expects: { range: [0, 1], load: { fact: 'errorShare', by: byRoute } },
});

export const errorsByRoute = bargauge({
  id: 'apm-errors-by-route',
  title: 'Errors by route and status',
  unit: 'short',
  queries: [value('A', `sort_desc(${total(metric.calls, `${served}, ${failed}`, byBoth)} > 0)`, statusAndRoute)],
  namesAbove: true,
  tells: 'Failed requests of the shown range. Exact. Empty if none failed.',
  looksBad: 'Take the largest, choose its route above, and open an exemplar.',
  expects: {
    mayBeEmpty: 'no request has failed',
    load: { fact: 'errors', by: byBoth },
  },
});

const latencyByRoute = (q: number, looksBad: string, legend?: Legend) =>
  timeseries({
    id: `apm-p${q * 100}-by-route`,
    title: `p${q * 100} latency by route`,
    unit: 'ms',
    queries: [series('A', quantile(q, served, byRoute), route), ...(q === 0.95 ? [dots('B', served)] : [])],
    tells: `${q * 100} % of the requests of a route were at least this fast. Within 5 % of the truth.`,
    looksBad,
    ...(legend && { legend }),
    expects: { range: [0, 10_000], load: { fact: 'latency', by: byRoute } },
  });

export const p50ByRoute = latencyByRoute(
  0.5,
  'Typical requests are slow: CPU, event loop or a dependency. See Node.js runtime.',
);
export const p95ByRoute = latencyByRoute(
  0.95,
  'Click a dot: it is the trace of one such request. Its longest span shows where the time was spent.',
  compared,
);
export const p99ByRoute = latencyByRoute(
  0.99,
  'Only p99 is bad: rare events such as garbage collection, a retry or a cold start.',
);

export const latencyHeatmap = heatmap({
  id: 'apm-latency-heatmap',
  title: 'Latency heatmap',
  unit: 'ms',
  queries: [
    series('A', rate(metric.durationBucket, `${served}, ${ofFewBounds}`, [label.le]), `{{${label.le}}}`, {
      exemplar: true,
    }),
  ],
  tells:
    'How many requests per second fell into each latency bucket. Two bands are two kinds of requests. Dots are traces.',
  looksBad: 'A new band above the old one: click a dot in it.',
  expects: { load: { fact: 'buckets', by: [label.le] } },
});

export const operations = table({
  id: 'apm-details',
  title: 'Operations',
  unit: 'short',
  queries: [
    value('requests', total(metric.calls, served, byRoute), 'Requests'),
    value('errors', errorShare(servedAnyStatus, byRoute, '$__range'), 'Error rate', {
      unit: 'percentunit',
      expects: { range: [0, 1] },
    }),
    value('average', average(served, byRoute, '$__range'), 'Average', {
      unit: 'ms',
      expects: { load: { fact: 'latency', by: byRoute } },
    }),
    value('p95', quantile(0.95, served, byRoute, '$__range'), 'p95', {
      unit: 'ms',
      expects: { range: [0, 10_000], load: { fact: 'latency', by: byRoute } },
    }),
    value('time', total(metric.durationSum, served, byRoute), 'Time spent', {
      unit: 'ms',
      expects: { load: { fact: 'time', by: byRoute } },
    }),
  ],
  tells:
    'Each operation over the shown range. Average is the sum of durations divided by requests; time spent is that sum.',
  looksBad:
    'Sort by the column in question; a click on an operation filters the dashboard by it. An average far above p50 means a few very slow requests; much time spent by a rare operation: optimise it first.',
  expects: { load: { fact: 'requests', by: byRoute } },
  links: [
    {
      title: 'Only this operation',
      url: apmLink({ service: 'service', route: '__data.fields.Operation' }),
    },
  ],
  table: {
    labels: { [label.route]: 'Operation' },
    sortBy: 'requests',
  },
});

/** Calls on an end's side: the service there is `id`; callers without spans, which the connector calls `user`, are `outside`. */
const ends = (name: string, side: 'server' | 'client') => {
  const id = `label_replace(rate(${name}[$interval]), "id", "$1", "${side}", "(.*)")`;
  const title = `label_replace(${id}, "title", "$1", "id", "(.*)")`;
  return `sum by (id, title) (label_replace(${title}, "title", "outside", "id", "user"))`;
};
const called = ends(metric.edges, 'server');
const calling = ends(metric.edges, 'client');

const between = (name: string) =>
  `sum by (id, source, target) (label_join(label_replace(label_replace(rate(${name}[$interval]), ` +
  '"source", "$1", "client", "(.*)"), "target", "$1", "server", "(.*)"), "id", "->", "client", "server"))';

const noCall = { mayBeEmpty: 'no call between services in the last seconds' };

export const serviceGraph = nodegraph({
  id: 'apm-service-graph',
  title: 'Service graph',
  unit: 'reqps',
  queries: [
    value('nodes', `${called} or ${calling}`, '{{id}}'),
    value('nodeTime', `1000 * ${ends(metric.edgeSeconds, 'server')} / (${called} > 0)`, '{{id}}', {
      unit: 'ms',
      expects: noCall,
    }),
    value(
      'nodeFailed',
      `(${ends(metric.edgesFailed, 'server')} or ${called} * 0) / (${called} > 0) or ${calling} * 0`,
      '{{id}}',
      {
        unit: 'percentunit',
        expects: {
          range: [0, 1],
          ...noCall,
          lazyMetrics: { [metric.edgesFailed]: 'a call between services has failed' },
        },
      },
    ),
    value('edges', between(metric.edges), '{{source}} → {{target}}'),
    value(
      'edgeTime',
      `1000 * ${between(metric.edgeSeconds)} / (${between(metric.edges)} > 0)`,
      '{{source}} → {{target}}',
      {
        unit: 'ms',
        expects: noCall,
      },
    ),
  ],
  tells:
    'Calls between services in the last seconds. In each circle: requests per second and their average time; the ring is the share that failed. `outside` means callers that send no spans; its number is what it sends. Point at an edge for its numbers.',
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
            query: '{ resource.service.name = `${service}` && kind = server } with (most_recent=true)',
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
  words: upInWords,
  thresholds: upIsGood,
  tells: 'The trace stores of this lab. A click searches the traces of the chosen service in that store.',
  looksBad: 'Down: the store does not answer; spans wait in the collector’s queue (Telemetry pipeline).',
  expects: { range: [0, 1] },
});
