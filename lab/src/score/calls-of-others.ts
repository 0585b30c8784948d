import type { StoredSpan, TraceStore } from '../backends/trace-store.ts';
import { readAll, type Range } from './read-traces.ts';

/** Traces of other services that are looked at: enough to see that context is lost at each call. */
const TRACES = 30;
/** For which they are read, ms. */
const TIME = 1_000;

/**
 * CLIENT spans of other services to which no span answers, from traces that ran while one of these spans did: the caller of
 * a root span may be among them.
 */
export async function findCalls(
  store: TraceStore,
  service: string,
  entries: readonly StoredSpan[],
  range: Range,
): Promise<StoredSpan[]> {
  const own = new Set(entries.map(({ traceId }) => traceId));
  const during = (start: number, end: number) =>
    entries.some((span) => Number(span.start) / 1e9 >= start - 1 && Number(span.end) / 1e9 <= end + 1);
  const found = await store.search({
    ...range,
    limit: 10 * TRACES,
    exceptService: service,
    kind: 'client',
    unmarked: true,
  });
  const near = found.filter(
    ({ traceId, start, duration }) => !own.has(traceId) && during(start, start + duration / 1000),
  );
  const ids = near.slice(0, TRACES).map(({ traceId }) => traceId);
  const traces = await readAll(store, ids, { until: performance.now() + TIME, atLeast: 1 });
  return traces
    .filter((spans) => !spans.some((span) => span.service === service))
    .flatMap((spans) => {
      const parents = new Set(spans.map(({ parentSpanId }) => parentSpanId));
      return spans.filter((span) => span.kind === 'client' && !parents.has(span.spanId));
    });
}
