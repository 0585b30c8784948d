import type { StoreTitle } from '../parts/parts.ts';
import { edgesOf } from './edges.ts';
import { EngineError, getJson } from './http.ts';
import { type OtlpTrace, spansOf } from './otlp-json.ts';
import { readTrace, spansOrNone } from './read-trace.ts';
import {
  type Dependency,
  routeKey,
  type StoredSpan,
  type TraceSearch,
  type TraceStore,
  type TraceSummary,
} from './trace-store.ts';

/** What is asked of a span of a found trace. */
type FoundSpan = Pick<
  StoredSpan,
  'traceId' | 'spanId' | 'parentSpanId' | 'service' | 'name' | 'start' | 'end' | 'kind'
>;

/** A search within a service. */
type Wanted = TraceSearch & { service: string };

/** A trace as Jaeger's UI gets it. `startTime` and `duration` are µs. */
type UiTrace = { traceID: string; spans: UiSpan[]; processes: Record<string, { serviceName: string }> };
type UiSpan = {
  spanID: string;
  operationName: string;
  startTime: number;
  duration: number;
  processID: string;
  references?: { refType: string; spanID: string }[];
  tags?: { key: string; value: unknown }[];
};

/** Traces that a count reads per request: Cassandra's reader looks them up one by one. */
const PAGE = 500;

/** Rows of an index, one per span, that Jaeger reads for each trace that is wanted. cassandra/spanstore/reader.go */
const ROWS_PER_TRACE = 3;

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
    const path = `/api/v3/traces/${traceId}?raw_traces=true`;
    const answer = await readTrace<{ result?: OtlpTrace }>('Jaeger', this.url, path, '/api/v3/services');
    return spansOf(answer?.result ?? {});
  }

  /** Jaeger searches within one service: without `service`, each one is queried and the newest traces are kept. */
  async search(wanted: TraceSearch): Promise<TraceSummary[]> {
    const { limit = 20, service, exceptService } = wanted;
    const found = new Map<string, TraceSummary>();
    for (const one of service ? [service] : (await this.services()).filter((name) => name !== exceptService))
      for (const [traceId, spans] of await this.#find({ ...wanted, service: one }, limit))
        found.set(traceId, summaryOf(traceId, spans));
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

  /** What System Architecture shows of a time range, seconds since the epoch: from a table, so up to ten seconds late (docs/jaeger.md). */
  async systemArchitecture({ start, end }: { start: number; end: number }): Promise<Dependency[]> {
    const [endTs, lookback] = [Math.ceil(end * 1000), Math.ceil((end - start) * 1000)];
    const path = `/api/dependencies?${new URLSearchParams({ endTs: String(endTs), lookback: String(lookback) })}`;
    type Edge = { parent: string; child: string; callCount: number };
    const { data } = await getJson<{ data: Edge[] | null }>('Jaeger', this.url + path);
    return (data ?? []).map(({ parent, child, callCount }) => ({ parent, child, calls: callCount }));
  }

  /** Edges from parents and children in up to 100 traces, as soon as these are stored. */
  async dependencies(range: { start: number; end: number }): Promise<Dependency[]> {
    const found = await this.search({ ...range, limit: 100 });
    return edgesOf(await Promise.all(found.map(({ traceId }) => spansOrNone(this.trace(traceId)))));
  }

  async *#spansIn(service: string, start: number, end: number): AsyncGenerator<FoundSpan> {
    const traces = await this.#find({ service, start, end }, PAGE);
    if (traces.size >= PAGE && end - start > 0.01) {
      const middle = (start + end) / 2;
      yield* this.#spansIn(service, start, middle);
      yield* this.#spansIn(service, middle, end);
    } else yield* [...traces.values()].flat();
  }

  /**
   * Every trace that fits, by its id, or more than `enough`. A trace with many spans fills the rows of an index that Jaeger
   * reads, and would hide the others: then it is asked for as many more.
   */
  async #find(wanted: Wanted, enough: number): Promise<Map<string, FoundSpan[]>> {
    for (let asked = enough; ;) {
      const spans = await this.#ask(wanted, asked);
      const traces = Map.groupBy(spans, ({ traceId }) => traceId);
      const rows = spans.filter((span) => fits(span, wanted)).length;
      if (traces.size >= enough || rows < asked * ROWS_PER_TRACE) return traces;
      asked = Math.ceil(rows / ROWS_PER_TRACE) + enough;
    }
  }

  /** By the API for traces, unless Jaeger panics at one of them; by the UI's for errors, because the other one has no tags. */
  async #ask(wanted: Wanted, traces: number): Promise<FoundSpan[]> {
    if (wanted.errorsOnly) return this.#askAsUi(wanted, traces);
    try {
      return await this.#askForOtlp(wanted, traces);
    } catch (error) {
      if (error instanceof EngineError && error.status === 500) return this.#askAsUi(wanted, traces);
      throw error;
    }
  }

  async #askForOtlp({ service, operation, minDuration, start, end }: Wanted, traces: number): Promise<FoundSpan[]> {
    const query = new URLSearchParams({
      'query.service_name': service,
      ...(operation && { 'query.operation_name': operation }),
      ...(minDuration && { 'query.duration_min': `${minDuration}ms` }),
      'query.start_time_min': new Date(Math.floor(start * 1000)).toISOString(),
      'query.start_time_max': new Date(Math.ceil(end * 1000)).toISOString(),
      'query.num_traces': String(traces),
      'query.raw_traces': 'true',
    });
    return spansOf(await this.#otlp(`/api/v3/traces?${query}`));
  }

  /** Jaeger answers this with an error if a tag in a found trace is NaN or infinite. */
  async #askAsUi(
    { service, operation, minDuration, errorsOnly, start, end }: Wanted,
    traces: number,
  ): Promise<FoundSpan[]> {
    const query = new URLSearchParams({
      service,
      ...(operation && { operation }),
      ...(minDuration && { minDuration: `${minDuration}ms` }),
      ...(errorsOnly && { tags: '{"error":"true"}' }),
      start: String(Math.floor(start * 1e6)),
      end: String(Math.ceil(end * 1e6)),
      limit: String(traces),
      raw: 'true',
    });
    const { data } = await getJson<{ data: UiTrace[] | null }>('Jaeger', `${this.url}/api/traces?${query}`);
    return (data ?? []).flatMap(spansOfUi);
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

/** Whether a span is one of those that a search looks for, as far as is known of it. */
function fits({ service, name, start, end }: FoundSpan, wanted: Wanted): boolean {
  const { operation, minDuration = 0 } = wanted;
  const at = Number(start) / 1e9;
  return (
    service === wanted.service &&
    (!operation || name === operation) &&
    Number(end - start) >= minDuration * 1e6 &&
    at >= wanted.start &&
    at <= wanted.end
  );
}

function spansOfUi({ traceID, spans, processes }: UiTrace): FoundSpan[] {
  return spans.map(({ spanID, operationName, startTime, duration, processID, references = [], tags = [] }) => {
    const start = BigInt(startTime) * 1000n;
    return {
      traceId: traceID.padStart(32, '0'),
      spanId: spanID,
      parentSpanId: references.find(({ refType }) => refType === 'CHILD_OF')?.spanID ?? '',
      service: processes[processID]?.serviceName ?? '',
      name: operationName,
      start,
      end: start + BigInt(duration) * 1000n,
      kind: (tags.find(({ key }) => key === 'span.kind')?.value ?? 'unspecified') as StoredSpan['kind'],
    };
  });
}

function summaryOf(traceId: string, spans: FoundSpan[]): TraceSummary {
  const ids = new Set(spans.map((span) => span.spanId));
  const inOrder = spans.toSorted((a, b) => Number(a.start - b.start));
  const first = inOrder[0]!;
  const root = inOrder.find((span) => !ids.has(span.parentSpanId)) ?? first;
  const last = spans.reduce((latest, span) => (span.end > latest ? span.end : latest), first.start);
  return {
    traceId,
    rootService: root.service,
    rootName: root.name,
    start: Number(first.start) / 1e9,
    duration: Number(last - first.start) / 1e6,
  };
}
