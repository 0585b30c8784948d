import type { StoreTitle } from '../parts/parts.ts';
import { quoted } from '@span-metrics-lab/grafana';
import { edgesOf } from './edges.ts';
import { getJson } from './http.ts';
import { attributesOf, type KeyValue, type OtlpTrace, spansOf } from './otlp-json.ts';
import { readTrace, spansOrNone } from './read-trace.ts';
import {
  type Dependency,
  routeKey,
  routesOf,
  type ServerSpan,
  type StoredSpan,
  type TraceSearch,
  type TraceStore,
  type TraceSummary,
} from './trace-store.ts';

type SearchAnswer = {
  traces?: {
    traceID: string;
    rootServiceName?: string;
    rootTraceName?: string;
    startTimeUnixNano?: string;
    durationMs?: number;
    spanSets?: { spans: { spanID: string; name?: string; attributes?: KeyValue[] }[] }[];
  }[];
};
type MetricsAnswer = {
  series?: {
    labels?: { key: string; value: { stringValue?: string } }[];
    value?: number;
    samples?: { timestampMs?: string; value?: number }[];
  }[];
};

/**
 * Values that a filter of tag values may have: Tempo reads it by a regular expression, and leaves out the condition if that
 * does not match, so that it answers with the values of every service. grafana/tempo, pkg/traceql/extractmatcher.go
 */
const FILTERABLE = /^[^\p{Z}\p{C}|{}]+$/u;

/** Tempo's HTTP API. https://grafana.com/docs/tempo/latest/api_docs/ */
export class Tempo implements TraceStore {
  readonly url: string;
  readonly name: StoreTitle;
  constructor(url: string, name: StoreTitle = 'Tempo') {
    this.url = url;
    this.name = name;
  }

  async trace(traceId: string): Promise<StoredSpan[]> {
    const path = `/api/v2/traces/${traceId}`;
    const answer = await readTrace<{ trace?: OtlpTrace }>('Tempo', this.url, path, '/api/search?limit=1');
    return spansOf(answer?.trace ?? {});
  }

  async search(wanted: TraceSearch): Promise<TraceSummary[]> {
    const {
      service,
      exceptService,
      operation,
      kind,
      unmarked,
      minDuration,
      errorsOnly,
      start,
      end,
      limit = 20,
    } = wanted;
    const terms = [
      ...(service ? [`resource.service.name = ${quoted(service)}`] : []),
      ...(exceptService ? [`resource.service.name != ${quoted(exceptService)}`] : []),
      ...(operation ? [`name = ${quoted(operation)}`] : []),
      ...(kind ? [`kind = ${kind}`] : []),
      ...(minDuration ? [`duration >= ${minDuration}ms`] : []),
      ...(errorsOnly ? ['status = error'] : []),
    ];
    const query = new URLSearchParams({
      q: `{ ${terms.join(' && ')} }${unmarked ? ' | select(span.lab.run)' : ''} with (most_recent=true)`,
      ...seconds(start, end),
      limit: String(unmarked ? 10 * limit : limit), // TraceQL cannot ask for spans without an attribute
      ...(unmarked && { spss: '20' }),
    });
    const { traces = [] } = await getJson<SearchAnswer>('Tempo', `${this.url}/api/search?${query}`);
    const wantedTraces = unmarked ? traces.filter((trace) => !isMarked(trace)).slice(0, limit) : traces;
    return Promise.all(
      wantedTraces.map(async (t) => {
        const traceId = t.traceID.padStart(32, '0'); // Tempo drops leading zeros here
        // Tempo has no root for a trace whose parent span belongs to the caller: use our first span
        const root = t.rootTraceName ? undefined : firstOf(await spansOrNone(this.trace(traceId)));
        return {
          traceId,
          rootService: root?.service ?? t.rootServiceName ?? '',
          rootName: root?.name ?? t.rootTraceName ?? '',
          start: Number(BigInt(t.startTimeUnixNano ?? 0) / 1_000_000n) / 1000,
          duration: t.durationMs ?? 0,
        };
      }),
    );
  }

  async serversOfRun(run: string): Promise<ServerSpan[]> {
    const now = Date.now() / 1000;
    const query = new URLSearchParams({
      q: `{ span.lab.run = ${quoted(run)} && kind = server } | select(name, resource.service.name, span.http.response.status_code)`,
      ...seconds(now - 3600, now + 60),
      limit: '100000',
      spss: '100', // spans of one trace: more than any scenario leaves
    });
    const { traces = [] } = await getJson<SearchAnswer>('Tempo', `${this.url}/api/search?${query}`);
    return traces.flatMap(({ traceID, spanSets = [] }) =>
      spanSets.flatMap(({ spans }) =>
        spans.map(({ spanID, name = '', attributes = [] }) => {
          const found = attributesOf(attributes);
          return {
            traceId: traceID.padStart(32, '0'),
            spanId: spanID,
            name,
            service: String(found['service.name']),
            status: Number(found['http.response.status_code']),
          };
        }),
      ),
    );
  }

  services(): Promise<string[]> {
    return this.#tagValues('resource.service.name');
  }

  /**
   * Joins two answers: the search for values misses the names of new spans; the metrics have them within half a minute,
   * and alone for a service whose name Tempo cannot filter by.
   */
  async operations(service: string): Promise<string[]> {
    const now = Date.now() / 1000;
    const name = quoted(service);
    const [values, counts] = await Promise.all([
      FILTERABLE.test(name) ? this.#tagValues('name', `{ resource.service.name = ${name} && kind = server }`) : [],
      this.countByRoute({ start: now - 3600, end: now }),
    ]);
    return [...new Set([...values, ...routesOf(service, counts.keys())])].sort();
  }

  async countByRoute({ start, end }: { start: number; end: number }): Promise<Map<string, number>> {
    const q = '{ kind = server } | count_over_time() by (resource.service.name, name)';
    const step = countStep(start, end);
    const first = Math.floor(start / step) * step; // as Tempo aligns it
    // From a step earlier: of a block whose last second is the first of the range, Tempo counts nothing (`MetricsEvaluator.Do`).
    const query = new URLSearchParams({ q, ...seconds(first - step, end), step: `${step}s` });
    const answer = await getJson<MetricsAnswer>('Tempo', `${this.url}/api/metrics/query_range?${query}`);
    const counts = new Map<string, number>();
    for (const { labels = [], samples = [] } of answer.series ?? []) {
      const label = (key: string) => labels.find((l) => l.key === key)?.value.stringValue ?? '';
      const within = samples.filter((s) => Number(s.timestampMs) >= first * 1000);
      const count = within.reduce((sum, s) => sum + (s.value ?? 0), 0);
      if (count > 0) counts.set(routeKey(label('resource.service.name'), label('name')), count);
    }
    return counts;
  }

  /** Edges from parents and children in up to 100 traces of the range: Tempo keeps no service graph of its own here. */
  async dependencies(range: { start: number; end: number }): Promise<Dependency[]> {
    const found = await this.search({ ...range, limit: 100 });
    return edgesOf(await Promise.all(found.map(({ traceId }) => spansOrNone(this.trace(traceId)))));
  }

  async #tagValues(tag: string, q?: string): Promise<string[]> {
    const now = Date.now() / 1000;
    const query = new URLSearchParams({ ...(q && { q }), ...seconds(now - 24 * 3600, now + 60) }); // without times, Tempo searches only its newest data
    const answer = await getJson<{ tagValues?: { value?: string }[] }>(
      'Tempo',
      `${this.url}/api/v2/search/tag/${tag}/values?${query}`,
    );
    return (answer.tagValues ?? []).map((v) => v.value ?? '').sort();
  }
}

/** Whether one of the spans that were found has the mark of a check. */
function isMarked({ spanSets = [] }: NonNullable<SearchAnswer['traces']>[number]): boolean {
  return spanSets.some(({ spans }) => spans.some(({ attributes }) => 'lab.run' in attributesOf(attributes)));
}

/** The span without a parent among these; the earliest, if several. */
function firstOf(spans: readonly StoredSpan[]): StoredSpan | undefined {
  const ids = new Set(spans.map((s) => s.spanId));
  return spans.filter((s) => !ids.has(s.parentSpanId)).sort((a, b) => Number(a.start - b.start))[0];
}

/**
 * Step of a query that counts over a range, s. Not the whole range: Tempo asks the parts of a query for steps of their own then
 * (`traceql.TrimToAfter`, `TrimToBlockOverlap`) and leaves out those whose aligned time is before its own first one.
 */
function countStep(start: number, end: number): number {
  return Math.max(1, Math.ceil((end - start) / 600));
}

function seconds(start: number, end: number): { start: string; end: string } {
  return { start: String(Math.floor(start)), end: String(Math.ceil(end)) };
}
