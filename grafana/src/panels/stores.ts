import { type Expectation, type Query, withJaeger, withTempo } from '../model.ts';
import { comparedStep, label, metric } from '../names.ts';
import { errorShare, quantile, rate, servedAnyRoute, total } from '../promql.ts';
import { oneOf } from '../selector.ts';
import { bargauge, jaegerSearch, series, table, timeseries, traceql, value } from './build.ts';

/** Every server span of the chosen service. The two languages must select the same. */
const prom = servedAnyRoute;
const spans = `resource.service.name = ${oneOf('service')} && kind = server`;
const served = `{ ${spans} }`;
const failed = `{ ${spans} && status = error }`;

/** Tempo's newest points are still zero: a trace is closed 3 s after its last span, then the generator counts it. */
const tempo = (refId: string, expr: string, expects: Expectation = {}): Query =>
  traceql(refId, expr, 'Tempo', { minStep: `${comparedStep}s`, expects: { settles: 30, ...expects } });

export const ratesCompared = timeseries({
  id: 'stores-rate',
  title: 'Request rate',
  unit: 'reqps',
  queries: [
    series('A', rate(metric.calls, prom, [], '$__interval'), 'span_metrics', { minStep: `${comparedStep}s` }),
    tempo('B', `${served} | rate()`),
  ],
  tells:
    'Requests per second, counted by the collector and by Tempo from the stored spans. Tempo’s last 30 s are incomplete.',
  looksBad:
    'Tempo stays lower: spans did not reach it. span_metrics is higher after an outage: the SDK sent spans again that were already counted.',
  stacks: withTempo,
  expects: { load: { fact: 'requestRate' } },
});

export const latencyCompared = timeseries({
  id: 'stores-latency',
  title: 'p95 latency',
  unit: 's',
  queries: [
    series('A', `${quantile(0.95, prom, [], '$__interval')} / 1000`, 'span_metrics', {
      minStep: `${comparedStep}s`,
      expects: { range: [0, 20], load: { fact: 'latency' } },
    }),
    tempo('B', `${served} | quantile_over_time(duration, .95)`),
  ],
  tells:
    'From the collector’s native histograms, within 5 %, and from Tempo’s buckets, which are powers of two. They agree to within one of Tempo’s.',
  looksBad: 'A lasting difference of more than a factor of two: compare the buckets, then look for lost slow spans.',
  stacks: withTempo,
  expects: { range: [0, 20] },
});

export const errorsCompared = timeseries({
  id: 'stores-errors',
  title: 'Errors per second',
  unit: 'reqps',
  queries: [
    series(
      'A',
      `${errorShare(prom, [], '$__interval')} * ${rate(metric.calls, prom, [], '$__interval')}`,
      'span_metrics',
      {
        minStep: `${comparedStep}s`,
      },
    ),
    tempo('B', `${failed} | rate()`, { mayBeEmpty: 'no request has failed' }),
  ],
  tells: 'Failed requests per second, counted by both.',
  looksBad: 'They differ: a sampler keeps failed traces and drops others, or the other way round.',
  stacks: withTempo,
});

const exact = { load: { fact: 'requests', by: [label.route] } } as const;

export const countsOfMetrics = bargauge({
  id: 'stores-counts-metrics',
  title: 'Requests by route: span_metrics',
  unit: 'short',
  queries: [value('A', `sort_desc(${total(metric.calls, prom, [label.route])})`, `{{${label.route}}}`)],
  tells: 'Requests of each route in the shown range, as the collector counted them. Exact.',
  looksBad:
    'More than in Tempo half a minute after the load: spans were lost after the connector. See Telemetry pipeline.',
  stacks: withTempo,
  expects: exact,
});

export const countsOfTempo = bargauge({
  id: 'stores-counts-tempo',
  title: 'Requests by route: Tempo',
  unit: 'short',
  queries: [traceql('A', `${served} | count_over_time() by (name)`, '{{name}}', { minStep: '5s' })],
  reduce: 'sum', // an instant query of Tempo 2.8 leaves out blocks that the range cuts: 476 of 601 were seen
  tells:
    'Requests of each route in the shown range, as Tempo finds them among its spans, to within 5 s at both ends. Complete half a minute after the load.',
  looksBad: 'Fewer than on the left: spans are missing in the store. More: the collector was down and did not count.',
  stacks: withTempo,
  expects: { ...exact, settles: 30 },
});

export const writtenCompared = bargauge({
  id: 'stores-written',
  title: 'Spans received by each store',
  unit: 'short',
  queries: [
    value('A', total('tempo_distributor_spans_received_total', ''), 'Tempo', { stacks: withTempo }),
    value('B', total(`${metric.sent}_total`, 'job="jaeger"'), 'Jaeger', { stacks: withJaeger }),
  ],
  tells: 'Spans that each store received in the shown range.',
  looksBad: 'They differ without load: see the queue and the failures of that store in Telemetry pipeline.',
  stacks: ['both'],
});

export const tempoTraces = table({
  id: 'stores-tempo-traces',
  title: 'Traces in Tempo',
  unit: 'ms',
  queries: [traceql('A', `${served} with (most_recent=true)`, 'traces')], // without the hint: any of those in the range
  tells: 'The latest traces of the chosen service as Tempo returns them. A click opens one.',
  looksBad: 'Empty although the rate above is not: Tempo’s search fails; see its log.',
  stacks: withTempo,
});

export const jaegerTraces = table({
  id: 'stores-jaeger-traces',
  title: 'Traces in Jaeger',
  unit: 'ms',
  queries: [jaegerSearch('A', '$service', 'traces')],
  tells: 'The latest traces of the chosen service as Jaeger returns them. A click opens one.',
  looksBad: 'Empty although Tempo has traces: Cassandra is down or has a backlog. See Telemetry pipeline.',
  stacks: withJaeger,
});
