import { everyStack, type Panel } from '../model.ts';
import { calls, duration, errorShare, quantile, rate } from '../promql.ts';

/** What Jaeger's Monitor tab selects: one service, one span kind. */
const monitored = 'service_name="$service", span_kind="$kind"';
const byOperation = ['span_name'];

export const monitorLatency: Panel = {
  id: 'spm-latency',
  title: 'Latency',
  kind: 'timeseries',
  unit: 'ms',
  queries: [0.95, 0.75, 0.5].map((q, i) => ({
    refId: 'ABC'[i] as string,
    datasource: 'prometheus' as const,
    expr: quantile(q, monitored),
    legend: `p${q * 100}`,
    exemplar: q === 0.95,
  })),
  min: 0,
  tells: 'How fast 95, 75 and 50 % of the spans of the service were, at least.',
  looksBad: 'p95 rises alone: some operations. All rise: the whole service. The table below says which.',
  stacks: everyStack,
  expects: { range: [0, 10_000], load: { fact: 'latency' } },
};

export const monitorErrorRate: Panel = {
  id: 'spm-error-rate',
  title: 'Error rate',
  kind: 'timeseries',
  unit: 'percentunit',
  queries: [{ refId: 'A', datasource: 'prometheus', expr: errorShare(monitored), legend: 'errors' }],
  min: 0,
  max: 1,
  tells: 'Share of spans with status ERROR.',
  looksBad: 'Sort the table by error rate, then search failed traces of that operation.',
  stacks: everyStack,
  expects: { range: [0, 1], load: { fact: 'errorShare' } },
};

export const monitorRequestRate: Panel = {
  id: 'spm-request-rate',
  title: 'Request rate',
  kind: 'timeseries',
  unit: 'reqps',
  queries: [{ refId: 'A', datasource: 'prometheus', expr: rate(calls, monitored), legend: 'requests' }],
  min: 0,
  tells: 'Spans per second of the chosen kind; for `server` that is requests.',
  looksBad: 'It drops to nothing: the service or its telemetry is down. Telemetry pipeline tells which.',
  stacks: everyStack,
  expects: { range: [0, Number.MAX_VALUE], load: { fact: 'requestRate' } },
};

const time = `${duration}_sum`;

export const monitorOperations: Panel = {
  id: 'spm-operations',
  title: 'Operations by impact',
  kind: 'table',
  unit: 'short',
  queries: [
    {
      refId: 'p95',
      datasource: 'prometheus',
      expr: quantile(0.95, monitored, byOperation, '$__range'),
      legend: 'p95 latency',
      instant: true,
      unit: 'ms',
      expects: { range: [0, 10_000], load: { fact: 'latency', by: byOperation } },
    },
    {
      refId: 'rate',
      datasource: 'prometheus',
      expr: rate(calls, monitored, byOperation, '$__range'),
      legend: 'Request rate',
      instant: true,
      unit: 'reqps',
      expects: { range: [0, Number.MAX_VALUE] },
    },
    {
      refId: 'errors',
      datasource: 'prometheus',
      expr: errorShare(monitored, byOperation, '$__range'),
      legend: 'Error rate',
      instant: true,
      unit: 'percentunit',
      expects: { range: [0, 1] },
    },
    {
      refId: 'impact',
      datasource: 'prometheus',
      expr: `${rate(time, monitored, byOperation, '$__range')} / scalar(${rate(time, monitored, [], '$__range')} > 0)`,
      legend: 'Impact',
      instant: true,
      unit: 'percentunit',
      expects: { range: [0, 1] },
    },
  ],
  tells:
    'Each operation over the shown range. Impact is its share of the time that the service spent: rate times latency.',
  looksBad: 'Begin with the highest impact: that is where a second saved is saved most often.',
  stacks: everyStack,
  expects: {},
  links: [
    {
      title: 'OpenTelemetry APM of this operation',
      url: '/d/opentelemetry-apm?var-service=${service}&var-route=${__data.fields.Operation}&${__url_time_range}',
    },
  ],
  table: { labels: { span_name: 'Operation' }, sortBy: 'impact' },
};
