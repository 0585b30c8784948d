import { attribute, newSpanId, newTraceId, type SentSpan } from '../otlp.ts';
import { cumulative } from '../otlp-metrics.ts';
import { healthy, histogramPoint, point, resource, times } from './healthy.ts';
import {
  addSpans,
  type Line,
  type Metric,
  renameAttributes,
  setAttribute,
  type Telemetry,
  withResource,
  withSpans,
} from './telemetry.ts';

const isServer = ({ kind }: SentSpan) => kind === 2;
const isInternal = ({ kind }: SentSpan) => kind === 1;
const has = (key: string) => (span: SentSpan) => span.attributes.some((one) => one.key === key);
const valueOf = (span: SentSpan, key: string) =>
  JSON.stringify(span.attributes.find((one) => one.key === key)?.value ?? '');

/** For each rule that can fail, the healthy service with one thing broken. The rule's id is all that may fail. */
export const twins: Record<string, (telemetry: Telemetry) => Telemetry> = {
  'RES-001': (t) => withResource(t, 'service.instance.id', undefined),
  'RES-002': (t) => {
    const [first] = t.processes;
    const id = first!.resource.find(({ key }) => key === 'service.instance.id')!;
    const second = [...resource().filter(({ key }) => key !== id.key), id];
    const { spans } = healthy(t.service).processes[0]!;
    const alone = spans.filter(isServer).map((span) => ({ ...span, parentSpanId: '' }));
    return { ...t, processes: [first!, { resource: second, spans: alone }] };
  },
  'RES-003': (t) => withResource(t, 'k8s.pod.uid', undefined),
  'RES-004': (t) => withSpans(t, isInternal, (span) => setAttribute(span, 'service.version', '1.2.3')),
  'RES-005': (t) => ({ ...t, service: 'unknown_service:twin' }),
  'SPA-001': (t) => addSpans(t, inOneTrace(t, 11, 1, 'check shelf', [10, 17])),
  'SPA-002': (t) => withSpans(t, isServer, (span) => ({ ...span, parentSpanId: newSpanId() })),
  'SPA-003': (t) => withSpans(t, isInternal, (span, index) => ({ ...span, name: `load item ${1000 + index}` })),
  'SPA-004': (t) =>
    addSpans(
      t,
      [0, 1].map((index) => ({
        traceId: newTraceId(),
        spanId: newSpanId(),
        name: 'GET',
        kind: 3,
        ...times(index, 200, 220),
        attributes: [attribute('http.request.method', 'GET'), attribute('http.response.status_code', 200)],
      })),
    ),
  'SPA-005': (t) => addSpans(t, inOneTrace(t, 21, 3, 'GET price', [10, 11])),
  'MET-002': (t) => withMetric(t, 'queue.length', (metric) => ({ ...metric, unit: '' })),
  'MET-003': (t) => ({ ...t, metrics: [...t.metrics, { ...named(t, 'queue.length'), unit: '{order}' }] }),
  'MET-004': (t) =>
    withMetric(t, 'shelf.search.duration', (metric) => ({
      ...metric,
      histogram: {
        aggregationTemporality: cumulative,
        dataPoints: [
          ...metric.histogram!.dataPoints,
          { ...histogramPoint([1, 20, 100], [10, 20, 10, 0]), attributes: [attribute('shelf', 'b')] },
        ],
      },
    })),
  'MET-005': (t) => withMetric(t, 'cache.size', (metric) => ({ ...metric, name: 'cache.size.bytes' })),
  'MET-006': (t) => withMetric(t, 'queue.length', (metric) => ({ ...metric, name: 'http.response.status_code' })),
  'LOG-002': (t) => ({ ...t, lines: t.lines.map((line) => without(line, ['severityNumber'])) }),
  'SDK-001': (t) => withResource(t, 'process.runtime.version', '16.20.2'),
  'LAB-001': (t) => withSpans(t, isServer, (span) => setAttribute(span, 'http.route', undefined)),
  'LAB-002': (t) =>
    withSpans(t, has('http.route'), (span) =>
      isServer(span)
        ? setAttribute(span, 'http.route', String(JSON.parse(valueOf(span, 'url.path')).stringValue))
        : span,
    ),
  'LAB-003': (t) =>
    withSpans(t, has('http.request.method'), (span) =>
      renameAttributes(span, {
        'http.request.method': 'http.method',
        'http.response.status_code': 'http.status_code',
        'url.path': 'http.target',
        'url.full': 'http.url',
      }),
    ),
  'LAB-004': (t) =>
    withSpans(t, has('db.system.name'), (span) =>
      renameAttributes(span, { 'db.system.name': 'db.system', 'db.query.text': 'db.statement' }),
    ),
  'LAB-005': (t) =>
    withSpans(
      t,
      (span) => isServer(span) && valueOf(span, 'http.response.status_code').includes('404'),
      (span) => ({ ...span, status: { code: 2 } }),
    ),
  'LAB-006': (t) => {
    const [server] = t.processes[0]!.spans.filter(isServer);
    const inner = { ...server!, spanId: newSpanId(), parentSpanId: server!.spanId };
    return addSpans(t, [inner]);
  },
  'LAB-007': (t) => {
    const own = new Map(t.processes.flatMap(({ spans }) => spans).map((span) => [span.traceId, newTraceId()]));
    return withSpans(
      t,
      () => true,
      (span) => ({ ...span, traceId: own.get(span.traceId)!, ...(isServer(span) && { parentSpanId: '' }) }),
    );
  },
  'LAB-008': (t) =>
    withSpans(
      t,
      () => true,
      (span) => ({
        ...span,
        startTimeUnixNano: String(BigInt(span.startTimeUnixNano) - 2_000_000_000n),
        endTimeUnixNano: String(BigInt(span.endTimeUnixNano) - 2_000_000_000n),
      }),
    ),
  'LAB-009': (t) => withSpans(t, isInternal, (span) => setAttribute(span, 'user.email', 'jane.doe@example.com')),
  'LAB-010': (t) =>
    withMetric(t, 'shelf.search.duration', (metric) => ({
      ...metric,
      histogram: { aggregationTemporality: cumulative, dataPoints: [histogramPoint([1, 10, 100], [40, 0, 0, 0])] },
    })),
  'LAB-011': (t) => ({ ...t, lines: t.lines.map((line) => without(line, ['traceId', 'spanId'])) }),
};

/** MET-001: 10,000 values of one attribute, in as many points. They need several messages: the collector takes 500 in one. */
export function manyValues(telemetry: Telemetry): Telemetry {
  const dataPoints = Array.from({ length: 10_000 }, (_, id) => point(1, [attribute('user', `user-${id}`)]));
  return {
    ...telemetry,
    metrics: [...telemetry.metrics, { name: 'users.seen', unit: '{user}', gauge: { dataPoints } }],
  };
}

/** Spans below the SERVER span of the first trace. */
function inOneTrace(t: Telemetry, count: number, kind: number, name: string, [from, to]: [number, number]): SentSpan[] {
  const server = t.processes[0]!.spans.find(isServer)!;
  return Array.from({ length: count }, () => ({
    traceId: server.traceId,
    spanId: newSpanId(),
    parentSpanId: server.spanId,
    name,
    kind,
    ...times(0, from, to),
    attributes: [],
  }));
}

const named = (t: Telemetry, name: string): Metric => t.metrics.find((metric) => metric.name === name)!;

function withMetric(t: Telemetry, name: string, change: (metric: Metric) => Metric): Telemetry {
  return { ...t, metrics: t.metrics.map((metric) => (metric.name === name ? change(metric) : metric)) };
}

function without(line: Line, keys: readonly (keyof Line)[]): Line {
  return Object.fromEntries(Object.entries(line).filter(([key]) => !keys.includes(key as keyof Line))) as Line;
}
