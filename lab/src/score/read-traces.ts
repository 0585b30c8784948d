import pLimit from 'p-limit';
import { runAttribute } from '../backends/log-store.ts';
import { spansOrNone } from '../backends/read-trace.ts';
import type { StoredSpan, TraceStore } from '../backends/trace-store.ts';

/** Which telemetry to look at: up to `traces` of a service's newest traces of the last `minutes`. */
export type Wanted = { service: string; minutes: number; traces: number };

/** Times in seconds since the epoch. */
export type Range = { start: number; end: number };

/** Traces that are read at once, and time for one, ms: on a busy machine the newest must do, but not fewer than a few. */
const AT_ONCE = 8;
const TIME = 25;
const FEW = 20;

/** Whole traces with a span of the service, newest first, without those of a check: the parents of its requests are made up. */
export async function readTraces(
  store: TraceStore,
  { service, traces: wanted }: Wanted,
  range: Range,
): Promise<StoredSpan[][]> {
  const until = performance.now() + wanted * TIME;
  for (let asked = wanted; ; asked *= 4) {
    const found = await store.search({ service, ...range, limit: asked, unmarked: true });
    const traces = await readAll(
      store,
      found.map(({ traceId }) => traceId),
      { until, atLeast: FEW },
    );
    const usable = traces.filter((spans) => spans.some((span) => span.service === service) && !isMarked(spans));
    if (usable.length >= wanted || found.length < asked || asked > wanted || performance.now() > until)
      return usable.slice(0, wanted);
  }
}

/** These traces, several at once, as far as they can be read before `until` (as of `performance.now()`), but at least the first few. None for one that the store cannot read. */
export async function readAll(
  store: TraceStore,
  traceIds: readonly string[],
  { until, atLeast }: { until: number; atLeast: number },
): Promise<StoredSpan[][]> {
  const limit = pLimit(AT_ONCE);
  const read = async (traceId: string, index: number) =>
    index < atLeast || performance.now() < until ? spansOrNone(store.trace(traceId)) : [];
  const traces = await Promise.all(traceIds.map((traceId, index) => limit(read, traceId, index)));
  return traces.filter((spans) => spans.length > 0);
}

/** Whether a trace belongs to a check. */
export function isMarked(spans: readonly StoredSpan[]): boolean {
  return spans.some((span) => runAttribute in span.attributes);
}
