import { apmLink } from '../links.ts';
import { label, metric } from '../names.ts';
import { errorShare, ofService, quantile, quantileOf, rate } from '../promql.ts';
import { oneOf } from '../selector.ts';
import { dots, series, table, timeseries, value } from './build.ts';

/** What Jaeger's Monitor tab selects: one service, one span kind. */
const monitored = `${ofService}, ${label.kind}=${oneOf('kind')}`;
const byOperation = [label.route];

export const monitorLatency = timeseries({
  id: 'spm-latency',
  title: 'Latency',
  unit: 'ms',
  queries: [
    ...[0.95, 0.75, 0.5].map((q, i) => series('ABC'[i] as string, quantile(q, monitored), `p${q * 100}`)),
    dots('D', monitored),
  ],
  tells: 'Durations within which 95, 75 and 50 % of the spans of the service ended.',
  looksBad:
    'Only p95 rises: some operations are slow. All rise: the service as a whole. The table below shows which operations.',
  expects: { range: [0, 10_000], load: { fact: 'latency' } },
});

export const monitorErrorRate = timeseries({
  id: 'spm-error-rate',
  title: 'Error rate',
  unit: 'percentunit',
  queries: [series('A', errorShare(monitored), 'errors')],
  softMax: 0.1,
  tells: 'Share of spans with status ERROR.',
  looksBad: 'Sort the table by error rate, then search failed traces of that operation.',
  expects: { range: [0, 1], load: { fact: 'errorShare' } },
});

export const monitorRequestRate = timeseries({
  id: 'spm-request-rate',
  title: 'Request rate',
  unit: 'reqps',
  queries: [series('A', rate(metric.calls, monitored), 'requests')],
  tells: 'Spans per second of the chosen kind; for `server` that is requests.',
  looksBad: 'It drops to zero: the service or its telemetry is down. Telemetry pipeline shows which.',
  expects: { load: { fact: 'requestRate' } },
});

export const monitorOperations = table({
  id: 'spm-operations',
  title: 'Operations by impact',
  unit: 'short',
  queries: [
    value('p95', quantile(0.95, monitored, byOperation, '$__range'), 'p95 latency', {
      unit: 'ms',
      expects: { range: [0, 10_000], load: { fact: 'latency', by: byOperation } },
    }),
    value('rate', rate(metric.calls, monitored, byOperation, '$__range'), 'Rate', {
      unit: 'reqps',
      expects: {},
    }),
    value('errors', errorShare(monitored, byOperation, '$__range'), 'Error rate', {
      unit: 'percentunit',
      expects: { range: [0, 1] },
    }),
    value(
      'impact',
      `${rate(metric.durationSum, monitored, byOperation, '$__range')} / scalar(${rate(metric.durationSum, monitored, [], '$__range')} > 0)`,
      'Impact',
      { unit: 'percentunit', expects: { range: [0, 1] } },
    ),
  ],
  tells:
    'Each operation over the shown range. Impact is its share of the time that the service spent: rate times average latency.',
  looksBad: 'Start with the highest impact: making that operation faster saves the most time.',
  links: [
    {
      title: 'OpenTelemetry APM of this operation',
      url: apmLink({ service: 'service', route: '__data.fields.Operation' }),
    },
  ],
  table: { labels: { [label.route]: 'Operation' }, sortBy: 'impact' },
});

/** Recorded by prometheus/rules/red-by-service.yaml for all requests. */
const recorded = {
  rate: 'service_name:traces_span_metrics_calls:rate1m',
  errors: 'service_name:traces_span_metrics_errors:rate1m',
  durations: 'service_name:traces_span_metrics_native_duration_milliseconds:rate1m',
};
const ofEach = `{{${label.service}}}`;

/** One point per minute, because each one covers a minute. */
const lastDay = { timeFrom: '24h', points: 24 * 60, unit: 'reqps' } as const;

export const dayRate = timeseries({
  id: 'spm-day-rate',
  title: 'Request rate',
  ...lastDay,
  queries: [series('A', `max by (${label.service}) (${recorded.rate})`, ofEach)],
  tells:
    'Requests per second of each service over one minute each, for the last 24 h. Recorded by Prometheus, so that a day loads as fast as an hour.',
  looksBad: 'It drops under constant load: see what restarted at that time (vertical lines), and Telemetry pipeline.',
});

export const dayErrors = timeseries({
  id: 'spm-day-errors',
  title: 'Error share',
  ...lastDay,
  unit: 'percentunit',
  queries: [
    series(
      'A',
      `max by (${label.service}) (${recorded.errors}) / (max by (${label.service}) (${recorded.rate}) > 0)`,
      ofEach,
    ),
  ],
  softMax: 0.1,
  tells: 'Share of failed requests of each service in the last 24 h. The graph is empty while there are no requests.',
  looksBad:
    'It rises: select the time at which that began (drag in the graph) and find the route in OpenTelemetry APM.',
  expects: { range: [0, 1] },
});

export const dayLatency = timeseries({
  id: 'spm-day-p95',
  title: 'p95 latency',
  ...lastDay,
  unit: 'ms',
  queries: [series('A', quantileOf(0.95, `sum by (${label.service}) (${recorded.durations})`), ofEach)],
  tells: '95 % of the requests of a service in the last 24 h were at least this fast. Within 5 % of the truth.',
  looksBad: 'It rises from day to day: compare memory and event loop in Node.js runtime, and the size of the stores.',
  expects: { range: [0, 10_000] },
});
