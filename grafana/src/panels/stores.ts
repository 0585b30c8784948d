import { withJaeger, withTempo, type Panel, type Query } from '../model.ts';
import { calls, errorShare, quantile, rate, total } from '../promql.ts';

/** Every server span of the chosen service. The two languages must select the same. */
const prom = 'service_name="$service", span_kind="SPAN_KIND_SERVER"';
const traceql = '{ resource.service.name = "$service" && kind = server }';
const traceqlErrors = '{ resource.service.name = "$service" && kind = server && status = error }';

/** Tempo's newest points are still zero: a trace is closed 5 s after its last span, then the generator takes it. */
const tempo = (refId: string, expr: string, legend: string): Query => ({
  refId,
  datasource: 'tempo',
  expr,
  legend,
  minStep: '15s',
  expects: { range: [0, Number.MAX_VALUE], settles: 30 },
});

export const ratesCompared: Panel = {
  id: 'stores-rate',
  title: 'Request rate: span_metrics and Tempo',
  kind: 'timeseries',
  unit: 'reqps',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: rate(calls, prom, [], '$__interval'),
      legend: 'span_metrics',
      minStep: '15s',
    },
    tempo('B', `${traceql} | rate()`, 'Tempo'),
  ],
  min: 0,
  tells:
    'Requests per second, once counted by the collector, once counted by Tempo from the stored spans. Tempo’s last 30 s are not complete.',
  looksBad:
    'Tempo lower for long: spans did not reach it. span_metrics higher after an outage: the SDK repeated spans that had been counted.',
  stacks: withTempo,
  expects: { range: [0, Number.MAX_VALUE], load: { fact: 'requestRate' } },
};

export const latencyCompared: Panel = {
  id: 'stores-latency',
  title: 'p95: span_metrics and Tempo',
  kind: 'timeseries',
  unit: 's',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: `${quantile(0.95, prom, [], '$__interval')} / 1000`,
      legend: 'span_metrics',
      minStep: '15s',
      expects: { range: [0, 20], load: { fact: 'latency' } },
    },
    tempo('B', `${traceql} | quantile_over_time(duration, .95)`, 'Tempo'),
  ],
  min: 0,
  tells:
    'Both read buckets: ours of the collector’s configuration, Tempo’s powers of two. They agree to within one bucket.',
  looksBad: 'A lasting difference of more than a factor of two: compare the buckets, then look for lost slow spans.',
  stacks: withTempo,
  expects: { range: [0, 20] },
};

export const errorsCompared: Panel = {
  id: 'stores-errors',
  title: 'Errors: span_metrics and Tempo',
  kind: 'timeseries',
  unit: 'reqps',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: `${errorShare(prom, [], '$__interval')} * ${rate(calls, prom, [], '$__interval')}`,
      legend: 'span_metrics',
      minStep: '15s',
    },
    {
      ...tempo('B', `${traceqlErrors} | rate()`, 'Tempo'),
      expects: { range: [0, Number.MAX_VALUE], settles: 30, mayBeEmpty: 'no request has failed' },
    },
  ],
  min: 0,
  tells: 'Failed requests per second by both accounts.',
  looksBad: 'They differ: a sampler keeps failed traces and drops others, or the other way round.',
  stacks: withTempo,
  expects: { range: [0, Number.MAX_VALUE] },
};

const exact = { range: [0, Number.MAX_VALUE], load: { fact: 'requests', by: ['span_name'] } } as const;

export const countsOfMetrics: Panel = {
  id: 'stores-counts-metrics',
  title: 'Requests by route: span_metrics',
  kind: 'bargauge',
  unit: 'short',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: `sort_desc(${total(calls, prom, ['span_name'])})`,
      legend: '{{span_name}}',
      instant: true,
    },
  ],
  min: 0,
  tells: 'Requests of each route in the shown range, as the collector counted them. Exact.',
  looksBad:
    'More than in Tempo half a minute after the load: spans were lost behind the connector. See Telemetry pipeline.',
  stacks: withTempo,
  expects: exact,
};

export const countsOfTempo: Panel = {
  id: 'stores-counts-tempo',
  title: 'Requests by route: Tempo',
  kind: 'bargauge',
  unit: 'short',
  queries: [
    {
      refId: 'A',
      datasource: 'tempo',
      expr: `${traceql} | count_over_time() by (name)`,
      legend: '{{name}}',
      minStep: '5s',
    },
  ],
  reduce: 'sum', // an instant query of Tempo 2.8 leaves out blocks that the range cuts: 476 of 601 were seen
  min: 0,
  tells:
    'Requests of each route in the shown range, as Tempo finds them among its spans, to within 5 s at both ends. Complete half a minute after the load.',
  looksBad: 'Fewer than on the left: spans are missing in the store. More: the collector was not there to count.',
  stacks: withTempo,
  expects: { ...exact, settles: 30 },
};

export const writtenCompared: Panel = {
  id: 'stores-written',
  title: 'Spans taken by each store',
  kind: 'bargauge',
  unit: 'short',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: total('tempo_distributor_spans_received_total', ''),
      legend: 'Tempo',
      instant: true,
      stacks: withTempo,
    },
    {
      refId: 'B',
      datasource: 'prometheus',
      expr: total('otelcol_exporter_sent_spans_total', 'job="jaeger"'),
      legend: 'Jaeger',
      instant: true,
      stacks: withJaeger,
    },
  ],
  min: 0,
  tells: 'Spans that each store took in the shown range.',
  looksBad: 'They differ at rest: look at that store’s queue and failures in Telemetry pipeline.',
  stacks: ['both'],
  expects: { range: [0, Number.MAX_VALUE] },
};

export const tempoTraces: Panel = {
  id: 'stores-tempo-traces',
  title: 'Traces in Tempo',
  kind: 'table',
  unit: 'ms',
  queries: [{ refId: 'A', datasource: 'tempo', expr: traceql, legend: 'traces' }],
  tells: 'Traces of the chosen service as Tempo returns them. A click opens one.',
  looksBad: 'Empty while the rate above is not: the search of Tempo fails; see its log.',
  stacks: withTempo,
  expects: {},
};

export const jaegerTraces: Panel = {
  id: 'stores-jaeger-traces',
  title: 'Traces in Jaeger',
  kind: 'table',
  unit: 'ms',
  queries: [{ refId: 'A', datasource: 'jaeger', expr: '$service', legend: 'traces' }],
  tells: 'The latest traces of the chosen service as Jaeger returns them. A click opens one.',
  looksBad: 'Empty while Tempo has traces: Cassandra is away or behind. See Telemetry pipeline.',
  stacks: withJaeger,
  expects: {},
};
