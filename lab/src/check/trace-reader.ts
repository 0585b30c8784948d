import type { StoredSpan, TraceStore } from '../backends/trace-store.ts';
import { NoAnswer, within } from '../backends/within.ts';

/** How long a store may take for one small trace, ms. */
const LIMIT = 10_000;

/** The spans of a trace, or a NoAnswer with the name of the store after `limit` ms. */
export async function traceWithin(limit: number, store: TraceStore, traceId: string): Promise<StoredSpan[]> {
  try {
    return await within(limit, store.trace(traceId), () => {});
  } catch (error) {
    throw error instanceof NoAnswer ? new NoAnswer(`${store.name} gave no answer within ${limit / 1000} s`) : error;
  }
}

/**
 * Reads many small traces of a store. Once one got no answer after `deadline` (of performance.now()), all others fail with the
 * same NoAnswer: nobody waits for a store that says nothing once for each trace.
 */
export function traceReader(store: TraceStore, deadline: number): (traceId: string) => Promise<StoredSpan[]> {
  let silent: NoAnswer | undefined;
  return async (traceId) => {
    if (silent) throw silent;
    try {
      return await traceWithin(LIMIT, store, traceId);
    } catch (error) {
      if (error instanceof NoAnswer && performance.now() >= deadline) silent = error;
      throw error;
    }
  };
}
