import type { StoreTitle } from '../parts/parts.ts';
import { edgesOf } from './edges.ts';
import { EngineError, getJson } from './http.ts';
import { type OtlpTrace, spansOf } from './otlp-json.ts';
import {
  type Dependency,
  routeKey,
  type StoredSpan,
  type TraceSearch,
  type TraceStore,
  type TraceSummary,
} from './trace-store.ts';

type FoundTrace = { traceID: string; spans: FoundSpan[]; processes: Record<string, { serviceName: string }> };
/** `startTime` and `duration` are µs. */
type FoundSpan = {
  spanID: string;
  operationName: string;
  startTime: number;
  duration: number;
  processID: string;
  references?: { refType: string; spanID: string }[];
};

/** Traces that a count reads per request: Cassandra's reader looks them up one by one. */
const PAGE = 500;

/**
 * Jaeger's HTTP API: /api/v3 (OTLP) for traces, the UI's own /api for what v3 does not have.
 * https://www.jaegertracing.io/docs/2.13/architecture/apis/
 */
export class Jaeger implements TraceStore {
  readonly url: string;
  readonly name: StoreTitle;
  constructor(url: string, name: StoreTitle = 'Jaeger') {
    this.url = url;
    this.name = name;
  }

  async trace(traceId: string): Promise<StoredSpan[]> {
    return spansOf(await this.#otlp(`/api/v3/traces/${traceId}?raw_traces=true`));
  }

  /** Jaeger searches within one service: without `service`, each one is queried and the newest traces are kept. */
  async search(wanted: TraceSearch): Promise<TraceSummary[]> {
    const { start, end, limit = 20, service, operation, minDuration, errorsOnly } = wanted;
    const query = new URLSearchParams({
      start: String(Math.floor(start * 1e6)),
      end: String(Math.ceil(end * 1e6)),
      limit: String(limit),
      ...(operation && { operation }),
      ...(minDuration && { minDuration: `${minDuration}ms` }),
      ...(errorsOnly && { tags: '{"error":"true"}' }),
    });
    const services = service ? [service] : await this.services();
    const found = new Map<string, TraceSummary>();
    for (const name of services) {
      query.set('service', name);
      const { data } = await getJson<{ data: FoundTrace[] | null }>('Jaeger', `${this.url}/api/traces?${query}`);
      for (const trace of data ?? []) found.set(trace.traceID, summaryOf(trace));
    }
    return [...found.values()].sort((a, b) => b.start - a.start).slice(0, limit);
  }

  async services(): Promise<string[]> {
    const { services = [] } = await getJson<{ services?: string[] }>('Jaeger', `${this.url}/api/v3/services`);
    return services.sort();
  }

  async operations(service: string): Promise<string[]> {
    const query = new URLSearchParams({ service, span_kind: 'server' });
    const { operations = [] } = await getJson<{ operations?: { name: string }[] }>(
      'Jaeger',
      `${this.url}/api/v3/operations?${query}`,
    );
    return operations.map((o) => o.name).sort();
  }

  /** Reads the traces themselves, in slices of time: Jaeger has no count query, and the size of an answer is limited. */
  async countByRoute({ start, end }: { start: number; end: number }): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    const [from, to] = [BigInt(Math.floor(start * 1e9)), BigInt(Math.ceil(end * 1e9))];
    for (const service of await this.services()) {
      const seen = new Set<string>();
      for await (const span of this.#spansIn(service, start, end)) {
        if (
          span.kind !== 'server' ||
          span.service !== service ||
          span.start < from ||
          span.start > to ||
          seen.has(span.spanId)
        )
          continue;
        seen.add(span.spanId);
        const key = routeKey(service, span.name);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    return counts;
  }

  /** Edges from parents and children in up to 100 traces: on Cassandra, Jaeger's own table stays empty (docs/jaeger.md). */
  async dependencies(range: { start: number; end: number }): Promise<Dependency[]> {
    const found = await this.search({ ...range, limit: 100 });
    return edgesOf(await Promise.all(found.map(({ traceId }) => this.trace(traceId))));
  }

  async *#spansIn(service: string, start: number, end: number): AsyncGenerator<StoredSpan> {
    const query = new URLSearchParams({
      'query.service_name': service,
      'query.start_time_min': new Date(start * 1000).toISOString(),
      'query.start_time_max': new Date(Math.ceil(end * 1000)).toISOString(),
      'query.num_traces': String(PAGE),
      'query.raw_traces': 'true',
    });
    const spans = spansOf(await this.#otlp(`/api/v3/traces?${query}`));
    const full = new Set(spans.map((s) => s.traceId)).size >= PAGE;
    if (full && end - start > 0.01) {
      const middle = (start + end) / 2;
      yield* this.#spansIn(service, start, middle);
      yield* this.#spansIn(service, middle, end);
    } else yield* spans;
  }

  async #otlp(path: string): Promise<OtlpTrace> {
    try {
      return (await getJson<{ result?: OtlpTrace }>('Jaeger', this.url + path)).result ?? {};
    } catch (error) {
      if (error instanceof EngineError && error.status === 404) return {};
      throw error;
    }
  }
}

function summaryOf({ traceID, spans, processes }: FoundTrace): TraceSummary {
  const ids = new Set(spans.map((s) => s.spanID));
  const first = spans.toSorted((a, b) => a.startTime - b.startTime);
  const root = first.find((s) => !s.references?.some((r) => ids.has(r.spanID))) ?? first[0];
  const start = first[0]?.startTime ?? 0;
  return {
    traceId: traceID.padStart(32, '0'),
    rootService: processes[root?.processID ?? '']?.serviceName ?? '',
    rootName: root?.operationName ?? '',
    start: start / 1e6,
    duration: (Math.max(...spans.map((s) => s.startTime + s.duration)) - start) / 1000,
  };
}
