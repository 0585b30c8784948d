import fc, { type Arbitrary } from 'fast-check';
import { attributes, count, double, enumeration, idOf, mostly, oddText, resource, scope, time } from './values.ts';

/** What one body carries. */
export type Signal = 'traces' | 'metrics' | 'logs';

const small = { maxLength: 3 };
const one = { minLength: 1, maxLength: 4 };

const spanName = mostly(
  fc.constantFrom('GET /', 'GET /items/:id', 'POST /purchase', 'SELECT'),
  fc.oneof(
    fc.uuid().map((id) => `GET /items/${id}`),
    oddText,
  ),
  6,
);

const traceState = mostly(
  fc.constant(''),
  fc.oneof(fc.constantFrom('ot=th:8', 'ot=th:fffffffffffff', 'ot=th:0;rv:1', '=,,='), oddText),
  12,
);

const event = fc.record({ timeUnixNano: time, name: mostly(fc.constant('exception'), oddText), attributes });

const link = fc.record({ traceId: idOf(16), spanId: idOf(8), traceState, attributes, flags: fc.nat() });

const span = fc.record({
  traceId: idOf(16),
  spanId: idOf(8),
  traceState,
  parentSpanId: mostly(fc.constant(''), idOf(8), 3),
  name: spanName,
  kind: enumeration(5),
  startTimeUnixNano: time,
  endTimeUnixNano: time,
  attributes,
  droppedAttributesCount: mostly(fc.constant(0), fc.constantFrom(1, 2 ** 32 - 1)),
  events: mostly<object[]>(fc.constant([]), fc.array(event, small)),
  links: mostly<object[]>(fc.constant([]), fc.array(link, small)),
  status: fc.record({ message: mostly(fc.constant(''), oddText), code: enumeration(2) }),
  flags: mostly(fc.constantFrom(0, 0x101), fc.nat()),
});

type Span = { traceId: string; spanId: string; parentSpanId: string };

/** Spans of one request: unrelated, of one trace, its own parent, a cycle of two, or one id twice. */
const spans: Arbitrary<object[]> = fc.tuple(fc.array(span, one), fc.nat(11)).map(([all, shape]) => {
  const [first, second] = all as unknown as [Span, Span?];
  if (shape < 4) return all.map((s) => ({ ...s, traceId: first.traceId }));
  if (shape === 4) return [{ ...first, parentSpanId: first.spanId }, ...all.slice(1)];
  if (shape === 5 && second)
    return [
      { ...first, parentSpanId: second.spanId },
      { ...second, traceId: first.traceId, parentSpanId: first.spanId },
    ];
  if (shape === 6) return [first, first];
  return all;
});

const exemplar = fc.record({
  timeUnixNano: time,
  asDouble: double,
  traceId: idOf(16),
  spanId: idOf(8),
  filteredAttributes: attributes,
});

const point = {
  attributes,
  startTimeUnixNano: time,
  timeUnixNano: time,
  flags: mostly(fc.constant(0), fc.constantFrom(1, 7)),
};
const exemplars = mostly<object[]>(fc.constant([]), fc.array(exemplar, small));

const numbers = fc.array(
  fc.oneof(
    fc.record({ ...point, exemplars, asDouble: double }),
    fc.record({ ...point, exemplars, asInt: fc.integer().map(String) }),
    fc.record(point), // without a value
  ),
  small,
);

const histograms = fc.array(
  fc.record({
    ...point,
    exemplars,
    count,
    sum: double,
    bucketCounts: fc.array(count, { maxLength: 5 }), // as many as the bounds, or not
    explicitBounds: mostly<(number | string)[]>(
      fc.constantFrom([], [1, 2, 3, 4]),
      fc.array(double, { maxLength: 5 }),
      3,
    ),
  }),
  small,
);

const integer32 = mostly(
  fc.integer({ min: -4, max: 8 }),
  fc.constantFrom(-(2 ** 31), -11, -10, -5, 20, 21, 2 ** 31 - 1),
  3,
);
const buckets = fc.record({ offset: integer32, bucketCounts: fc.array(count, { maxLength: 5 }) });

const exponential = fc.array(
  fc.record({
    ...point,
    exemplars,
    count,
    sum: double,
    scale: integer32,
    zeroCount: count,
    positive: buckets,
    negative: buckets,
    zeroThreshold: double,
  }),
  small,
);

const summaries = fc.array(
  fc.record({
    ...point,
    count,
    sum: double,
    quantileValues: fc.array(fc.record({ quantile: double, value: double }), small),
  }),
  small,
);

const aggregationTemporality = enumeration(2);

const metric = fc
  .tuple(
    fc.record({
      // few names: they collide with each other, with another type or unit, and with the lab's own
      name: mostly(
        fc.constantFrom('fuzz.a', 'fuzz.b', 'fuzz_a', 'fuzz.a_total'),
        fc.oneof(oddText, fc.constantFrom('up', 'target_info', 'traces.span.metrics.calls')),
      ),
      description: mostly(fc.constant('One thing'), oddText),
      unit: mostly(fc.constantFrom('', '1', 's', 'By'), oddText),
    }),
    fc.oneof<Arbitrary<object>[]>(
      fc.record({ gauge: fc.record({ dataPoints: numbers }) }),
      fc.record({ sum: fc.record({ dataPoints: numbers, aggregationTemporality, isMonotonic: fc.boolean() }) }),
      fc.record({ histogram: fc.record({ dataPoints: histograms, aggregationTemporality }) }),
      fc.record({ exponentialHistogram: fc.record({ dataPoints: exponential, aggregationTemporality }) }),
      fc.record({ summary: fc.record({ dataPoints: summaries }) }),
      fc.constant({}),
    ),
  )
  .map(([about, data]) => ({ ...about, ...data }));

const logRecord = fc.record({
  timeUnixNano: time,
  severityNumber: enumeration(24),
  severityText: mostly(fc.constant('INFO'), oddText),
  body: fc.record({ stringValue: oddText }),
  attributes,
  traceId: idOf(16),
  spanId: idOf(8),
});

const scoped = (scopes: string, items: string, item: Arbitrary<object[]>) =>
  fc.array(
    fc.record({ resource, [scopes]: fc.array(fc.record({ scope, [items]: item }), { minLength: 1, maxLength: 2 }) }),
    { minLength: 1, maxLength: 2 },
  );

/** Bodies of each signal in OTLP's JSON shape, with odd values in a few of their fields. */
export const bodies: Record<Signal, Arbitrary<object>> = {
  traces: fc.record({ resourceSpans: scoped('scopeSpans', 'spans', spans) }),
  metrics: fc.record({ resourceMetrics: scoped('scopeMetrics', 'metrics', fc.array(metric, one)) }),
  logs: fc.record({ resourceLogs: scoped('scopeLogs', 'logRecords', fc.array(logRecord, one)) }),
};
