import { label, metric, spanKinds } from '../names.ts';
import { errorShare, quantile, rate, sqlQueries, total } from '../promql.ts';
import { selector } from '../selector.ts';
import { bargauge, compared, series, timeseries, value } from './build.ts';

const named = (kind: keyof typeof spanKinds, name: string) =>
  selector({ [label.kind]: spanKinds[kind], [label.route]: name });
const of = (service: string, spans: string) => `${selector({ [label.service]: service })}, ${spans}`;

/** A purchase's spans, in the order of its way: the queued kind takes all of them, the other one neither sends nor processes `purchases`. */
const steps: readonly [legend: string, spans: string, unless?: string][] = [
  ['1 POST /purchases', of('gateway', named('server', 'POST /purchases'))],
  ['2 send purchases', named('producer', 'send purchases'), 'no purchase was queued'],
  ['3 process purchases', named('consumer', 'process purchases'), 'no purchase was queued'],
  ['4 POST /orders', of('orders', named('server', 'POST /orders'))],
  ['5 queries', of('orders', sqlQueries)],
  ['6 send orders-placed', named('producer', 'send orders-placed')],
  ['7 process orders-placed', named('consumer', 'process orders-placed')],
  ['8 SET', of('catalogue', named('client', 'redis-SET'))],
];

const atEachStep = (ask: typeof series, expr: (spans: string) => string) =>
  steps.map(([legend, spans, unless], i) =>
    ask(String.fromCodePoint(65 + i), expr(spans), legend, unless ? { expects: { mayBeEmpty: unless } } : {}),
  );

export const counts = bargauge({
  id: 'purchase-counts',
  title: 'Spans at each step',
  unit: 'short',
  queries: atEachStep(value, (spans) => total(metric.calls, spans)),
  tells:
    'How often each step of a purchase was taken in the shown range. Steps 1, 4, 6, 7 and 8 are equal once the queues are empty, 2 and 3 are the queued ones; an order takes several queries.',
  looksBad:
    'A step is shorter than the one before: messages wait (see below), or were given up (Kafka: dead letters). Longer: something came twice.',
});

export const rates = timeseries({
  id: 'purchase-rate',
  title: 'Rate of each step',
  unit: 'ops',
  queries: atEachStep(series, (spans) => rate(metric.calls, spans)),
  legend: compared,
  tells: 'How often each step is taken per second.',
  looksBad: 'Two neighbours part: the queue between them grows, or it is being emptied after an outage.',
});

export const p95 = timeseries({
  id: 'purchase-p95',
  title: 'p95 of each step',
  unit: 'ms',
  queries: atEachStep(series, (spans) => quantile(0.95, spans)),
  legend: compared,
  tells: 'The time that each step itself takes, without waiting in a queue: 95 % are below.',
  looksBad: 'The lowest step that is slow is the reason: those above it contain it. Queries: see Postgres.',
});

export const waiting = timeseries({
  id: 'purchase-waiting',
  title: 'Time in the queue',
  unit: 's',
  queries: [series('A', `max by (${label.group}) (shop_queue_oldest_age_seconds)`, `{{${label.group}}}`)],
  tells:
    'How long the oldest message has waited that fulfilment (purchases) or catalogue (orders-placed) has not handled. 0: nothing waits.',
  looksBad:
    'A line that rises by one second each second: nobody reads. One that stays up: the service reads less than is sent.',
});

export const failed = timeseries({
  id: 'purchase-errors',
  title: 'Errors at each step',
  unit: 'percentunit',
  softMax: 0.1,
  queries: atEachStep(series, (spans) => errorShare(spans)),
  legend: compared,
  tells: 'Share of each step that failed: answers of 5xx, messages not sent or not handled, queries with an error.',
  looksBad: 'The last failing step is the reason for those before it. Open a dot of OpenTelemetry APM for a trace.',
});
