import type { TraceSearch, TraceStore, TraceSummary } from '../../backends/trace-store.ts';

/** How many traces are searched if a store cannot combine two conditions. */
const LOOKED_THROUGH = 200;

/** A search in either store. Jaeger's Cassandra refuses durations together with tags: the durations are compared here. */
export async function searchTraces(store: TraceStore, search: TraceSearch): Promise<TraceSummary[]> {
  const { minDuration, limit = 20, ...rest } = search;
  if (store.name !== 'Jaeger' || !minDuration || !search.errorsOnly) return store.search(search);
  const found = await store.search({ ...rest, limit: LOOKED_THROUGH });
  return found.filter((trace) => trace.duration >= minDuration).slice(0, limit);
}
