import { everyStack, type Panel } from '../model.ts';
import { calls, errorShare, quantile, rate } from '../promql.ts';

/** k6 pushes once a second. */
const window = '$interval';
const server = 'service_name="$service", span_kind="SPAN_KIND_SERVER"';
const noLoad = 'no k6 with remote write has run in the range';
const range = [0, Number.MAX_VALUE] as const;

export const loadByScenario: Panel = {
  id: 'k6-load-by-scenario',
  title: 'Load by scenario',
  kind: 'timeseries',
  unit: 'reqps',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: rate('k6_http_reqs_total', '', ['scenario'], window),
      legend: '{{scenario}}',
    },
  ],
  min: 0,
  tells: 'Requests per second that each scenario of the script sends.',
  looksBad: 'Lower than the script says: k6 has too few virtual users, because answers are slow.',
  stacks: everyStack,
  expects: { range, mayBeEmpty: noLoad },
};

export const sentAndServed: Panel = {
  id: 'k6-sent-and-served',
  title: 'Sent and served',
  kind: 'timeseries',
  unit: 'reqps',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: rate('k6_http_reqs_total', '', [], window),
      legend: 'k6: sent',
      expects: { range, mayBeEmpty: noLoad },
    },
    {
      refId: 'B',
      datasource: 'prometheus',
      expr: rate(calls, server),
      legend: 'service: served',
      expects: { range, load: { fact: 'requestRate' } },
    },
  ],
  min: 0,
  tells:
    'What k6 sends against what the service says it served. The lines cover each other when k6 is the only client.',
  looksBad:
    'Served is lower: refused connections, or spans are lost (Telemetry pipeline). Higher: there is another client.',
  stacks: everyStack,
  expects: { range },
};

export const latencyBothSides: Panel = {
  id: 'k6-latency-both-sides',
  title: 'Latency: client and server',
  kind: 'timeseries',
  unit: 'ms',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: `1000 * histogram_quantile(0.95, sum(rate(k6_http_req_duration_seconds[${window}])))`,
      legend: 'k6: p95',
      expects: { range, mayBeEmpty: noLoad },
    },
    {
      refId: 'B',
      datasource: 'prometheus',
      expr: quantile(0.95, server),
      legend: 'service: p95',
      exemplar: true,
      expects: { range, load: { fact: 'latency' } },
    },
    {
      refId: 'C',
      datasource: 'prometheus',
      expr: `1000 * histogram_quantile(0.5, sum(rate(k6_http_req_duration_seconds[${window}])))`,
      legend: 'k6: p50',
      expects: { range, mayBeEmpty: noLoad },
    },
    {
      refId: 'D',
      datasource: 'prometheus',
      expr: quantile(0.5, server),
      legend: 'service: p50',
      expects: { range, load: { fact: 'latency' } },
    },
  ],
  min: 0,
  tells:
    'The same requests, measured by their caller and by the service. The gap is the network and waiting in front of the handler.',
  looksBad:
    'A wide gap: requests wait before the service sees them. Its event loop is busy (Node.js runtime), or connections are scarce.',
  stacks: everyStack,
  expects: { range },
};

export const latencyByName: Panel = {
  id: 'k6-latency-by-request',
  title: 'Client latency by request, p95',
  kind: 'timeseries',
  unit: 's',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: `histogram_quantile(0.95, sum by (name) (rate(k6_http_req_duration_seconds[${window}])))`,
      legend: '{{name}}',
    },
  ],
  min: 0,
  tells: '95 % of the answers came at least this fast, per request name of the script.',
  looksBad:
    'Compare with p95 latency by route in OpenTelemetry APM: only the client slow means waiting, both means work.',
  stacks: everyStack,
  expects: { range, mayBeEmpty: noLoad },
};

export const failures: Panel = {
  id: 'k6-failures',
  title: 'Failed requests: client and server',
  kind: 'timeseries',
  unit: 'percentunit',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr:
        `(${rate('k6_http_reqs_total', 'expected_response="false"', [], window)} or ${rate('k6_http_reqs_total', '', [], window)} * 0)` +
        ` / (${rate('k6_http_reqs_total', '', [], window)} > 0)`,
      legend: 'k6: not expected',
      expects: { range: [0, 1], mayBeEmpty: noLoad },
    },
    {
      refId: 'B',
      datasource: 'prometheus',
      expr: errorShare(server),
      legend: 'service: errors',
      expects: { range: [0, 1], load: { fact: 'errorShare' } },
    },
  ],
  min: 0,
  max: 1,
  tells:
    'Answers that k6 did not expect (4xx and 5xx unless the script says otherwise), and errors by the service’s own account (5xx).',
  looksBad: 'Only k6 sees failures: 4xx, or the connection was refused and the service never saw the request.',
  stacks: everyStack,
  expects: { range: [0, 1] },
};

export const virtualUsers: Panel = {
  id: 'k6-virtual-users',
  title: 'Virtual users',
  kind: 'timeseries',
  unit: 'short',
  queries: [
    { refId: 'A', datasource: 'prometheus', expr: 'sum(k6_vus)', legend: 'busy' },
    { refId: 'B', datasource: 'prometheus', expr: 'sum(k6_vus_max)', legend: 'ready' },
  ],
  min: 0,
  tells: 'Virtual users that k6 has at work.',
  looksBad: 'All are busy: k6 cannot send more, whatever the script says.',
  stacks: everyStack,
  expects: { range, mayBeEmpty: noLoad },
};

export const iterations: Panel = {
  id: 'k6-iterations',
  title: 'Iterations',
  kind: 'timeseries',
  unit: 'ops',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: rate('k6_iterations_total', '', ['scenario'], window),
      legend: '{{scenario}}',
    },
    {
      refId: 'B',
      datasource: 'prometheus',
      expr: rate('k6_dropped_iterations_total', '', ['scenario'], window),
      legend: '{{scenario}}: dropped',
      expects: {
        range,
        mayBeEmpty: 'k6 has kept up',
        lazyMetrics: { k6_dropped_iterations_total: 'k6 could not keep up with its arrival rate' },
      },
    },
  ],
  min: 0,
  tells: 'Runs of the script per second, and those that were due but had no virtual user.',
  looksBad: 'Dropped: the load is less than it claims, and latency is flattered.',
  stacks: everyStack,
  expects: { range, mayBeEmpty: noLoad },
};

export const serverEffect: Panel = {
  id: 'k6-event-loop',
  title: 'Effect: event-loop utilisation',
  kind: 'timeseries',
  unit: 'percentunit',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: 'max by (service_name) (nodejs_eventloop_utilization_ratio)',
      legend: '{{service_name}}',
    },
  ],
  min: 0,
  max: 1,
  tells: 'How busy the load keeps each service.',
  looksBad: 'Near 1: latency now depends on the queue, not on the work. This is the service’s limit.',
  stacks: everyStack,
  expects: { range: [0, 1] },
};
