import { randomUUID } from 'node:crypto';
import { attribute, newSpanId, newTraceId, type SentSpan } from '../otlp.ts';
import { cumulative } from '../otlp-metrics.ts';
import type { HistogramPoint, Line, Metric, Point, Telemetry } from './telemetry.ts';

/** How long ago the newest request ended, s: its spans are all there. */
const AGO = 8;

/** A synthetic service in which every rule applies and passes. It answers 8 requests of `front`, of which one fails. */
export function healthy(service: string): Telemetry {
  const requests = Array.from({ length: 8 }, (_, index) => request(service, index));
  return {
    service,
    processes: [{ resource: resource(), spans: [...requests.flatMap(({ own }) => own), job()] }],
    caller: { service: 'front', spans: requests.flatMap(({ front }) => front) },
    metrics: metrics(),
    lines: requests.map(({ line }) => line),
  };
}

/** Work that no request asked for: a trace begins in the service. */
function job(): SentSpan {
  return {
    traceId: newTraceId(),
    spanId: newSpanId(),
    name: 'count shelves',
    kind: 1,
    ...times(0, 0, 20),
    attributes: [],
  };
}

/** A resource of another process. */
export function resource(): ReturnType<typeof attribute>[] {
  return [
    attribute('service.instance.id', randomUUID()),
    attribute('telemetry.sdk.name', 'opentelemetry'),
    attribute('telemetry.sdk.language', 'nodejs'),
    attribute('telemetry.sdk.version', '2.6.0'),
    attribute('process.runtime.name', 'nodejs'),
    attribute('process.runtime.version', '22.20.0'),
    attribute('process.pid', 4711),
    attribute('host.name', 'a'),
    attribute('k8s.pod.uid', randomUUID()),
    attribute('k8s.pod.name', 'shop-0'),
  ];
}

/** Times of a span: ms after the beginning of a request, by its number. */
export function times(
  index: number,
  from: number,
  to: number,
): Pick<SentSpan, 'startTimeUnixNano' | 'endTimeUnixNano'> {
  const begin = Date.now() - (AGO + index) * 1000;
  const nano = (ms: number) => String(BigInt(Math.round((begin + ms) * 1000)) * 1000n);
  return { startTimeUnixNano: nano(from), endTimeUnixNano: nano(to) };
}

function request(service: string, index: number): { front: SentSpan[]; own: SentSpan[]; line: Line } {
  const traceId = newTraceId();
  const [entry, call, server, step] = [newSpanId(), newSpanId(), newSpanId(), newSpanId()];
  const failed = index === 7;
  const unknown = index === 6; // a path that nothing serves
  const code = failed ? 500 : unknown ? 404 : 200;
  const path = unknown ? '/nothing' : `/items/${1000 + index}`;
  const http = [
    attribute('http.request.method', 'GET'),
    attribute('http.response.status_code', code),
    attribute('url.path', path),
  ];
  const error = { status: { code: 2 } };
  const span = (name: string, kind: number, from: number, to: number, over: Partial<SentSpan>): SentSpan => ({
    traceId,
    spanId: newSpanId(),
    name,
    kind,
    ...times(index, from, to),
    attributes: [],
    ...over,
  });
  const route = unknown ? [] : [attribute('http.route', '/items/{id}')];
  const front = [
    span('GET /', 2, 0, 100, {
      spanId: entry,
      attributes: [attribute('http.request.method', 'GET'), attribute('http.route', '/'), attribute('url.path', '/')],
    }),
    span('GET', 3, 5, 90, {
      spanId: call,
      parentSpanId: entry,
      attributes: [...http, attribute('url.full', `http://${service}${path}`)],
      ...(code >= 400 && error),
    }),
  ];
  const own = [
    span(unknown ? 'GET' : 'GET /items/{id}', 2, 10, 80, {
      spanId: server,
      parentSpanId: call,
      attributes: [...http, ...route],
      ...(failed && error),
    }),
    span('load item', 1, 15, 70, { spanId: step, parentSpanId: server }),
    span('SELECT items', 3, 20, 40, {
      parentSpanId: step,
      attributes: [
        attribute('db.system.name', 'postgresql'),
        attribute('db.namespace', 'shop'),
        attribute('db.operation.name', 'SELECT'),
        attribute('db.query.text', 'SELECT name FROM items WHERE id = $1'),
      ],
    }),
    span('GET', 3, 45, 60, {
      parentSpanId: step,
      attributes: [
        attribute('http.request.method', 'GET'),
        attribute('http.response.status_code', 200),
        attribute('url.full', 'http://prices/prices?token=REDACTED'),
      ],
    }),
  ];
  const line = {
    timeUnixNano: times(index, 30, 30).startTimeUnixNano,
    severityNumber: 9,
    severityText: 'INFO',
    body: { stringValue: 'item loaded' },
    traceId,
    spanId: server,
  };
  return { front, own, line };
}

/** This moment, as points have it. */
const now = () => String(BigInt(Date.now()) * 1_000_000n);

export const point = (value: number, attributes: Point['attributes'] = []): Point => ({
  timeUnixNano: now(),
  asDouble: value,
  attributes,
});

/** A point of a histogram with these counts; one bucket more than bounds. */
export function histogramPoint(explicitBounds: number[], counts: number[]): HistogramPoint {
  const count = counts.reduce((sum, one) => sum + one, 0);
  return { timeUnixNano: now(), count: String(count), sum: count, bucketCounts: counts.map(String), explicitBounds };
}

/** Bounds that the semantic conventions advise for durations of HTTP. */
const advised = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

function metrics(): Metric[] {
  return [
    {
      name: 'http.server.request.duration',
      unit: 's',
      histogram: {
        aggregationTemporality: cumulative,
        dataPoints: [histogramPoint(advised, [40, ...advised.map(() => 0)])],
      },
    },
    {
      name: 'shelf.search.duration',
      unit: 'ms',
      histogram: { aggregationTemporality: cumulative, dataPoints: [histogramPoint([1, 10, 100], [10, 20, 10, 0])] },
    },
    {
      name: 'orders.placed',
      unit: '{order}',
      sum: { aggregationTemporality: cumulative, isMonotonic: true, dataPoints: [point(3)] },
    },
    { name: 'queue.length', unit: '{item}', gauge: { dataPoints: [point(2)] } },
    { name: 'cache.size', unit: 'By', gauge: { dataPoints: [point(4096)] } },
  ];
}
