import { setTimeout as wait } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { ServerSpan, StoredSpan, TraceStore } from '../backends/trace-store.ts';
import { NoAnswer } from '../backends/within.ts';
import { describeError, until } from '../base/poll.ts';
import type { Sent } from './request.ts';
import type { Tally } from './tally.ts';
import { traceReader } from './trace-reader.ts';

/**
 * Counts each trace's SERVER spans: many traces by one search if the store offers it, then one by one those that the search
 * did not show completely. Too many spans are a difference too, and so is a span of this run in a trace that nobody sent.
 * Returns why traces could not be read, if any. Of a store that does not answer no more than the first traces are waited for.
 */
export async function countStored(
  store: TraceStore,
  run: string,
  sent: Sent[],
  tally: Tally,
  patience: number,
): Promise<string | undefined> {
  const deadline = performance.now() + patience;
  const searched = sent.length > 200 ? await searchFor(store, run, sent, patience) : new Map<string, ServerSpan[]>();
  const unread: unknown[] = [];
  const read = traceReader(store, deadline);
  const limit = pLimit(10);
  await Promise.all(
    sent.map((one) =>
      limit(async () => {
        const found = searched.get(one.traceId) ?? [];
        searched.delete(one.traceId);
        const complete = found.length > 0 && found.length === dueOf(one);
        const servers = complete
          ? found
          : await readUntilDue(read, one, deadline).catch((error: unknown) => (unread.push(error), []));
        for (const span of servers) tally.addStored(store.name, span.service, span.name, span.status);
      }),
    ),
  );
  for (const span of [...searched.values()].flat()) tally.addStored(store.name, span.service, span.name, span.status);
  if (unread.length === 0) return undefined;
  return `${unread.length} of ${sent.length} traces could not be read: ${describeError(unread.at(-1))}`;
}

/** How often a trace is read before it counts as incomplete: a store that rewrites a block misses spans for a moment. */
const READS = 5;

/**
 * Reads a trace's SERVER spans until all that are due are there, or until the deadline and READS are over. Throws the error of
 * the last read, and a NoAnswer of the first one that ends after the deadline.
 */
async function readUntilDue(
  read: (traceId: string) => Promise<StoredSpan[]>,
  one: Sent,
  deadline: number,
): Promise<ServerSpan[]> {
  for (let reads = 1; ; reads++) {
    const last = reads >= READS && performance.now() >= deadline;
    try {
      const servers = serversIn(await read(one.traceId));
      if (last || servers.length >= dueOf(one)) return servers;
    } catch (error) {
      if (last || (error instanceof NoAnswer && performance.now() >= deadline)) throw error;
    }
    await wait(200);
  }
}

/**
 * This run's SERVER spans by trace id, as a search shows them once it shows something of every trace, or after `patience` ms.
 * Tempo's search shows only one part of a trace that arrived in two: such traces are read one by one.
 */
async function searchFor(
  store: TraceStore,
  run: string,
  sent: Sent[],
  patience: number,
): Promise<Map<string, ServerSpan[]>> {
  const due = sent.filter((one) => dueOf(one) > 0).length;
  let found = new Map<string, ServerSpan[]>();
  const shown = async () => {
    found = Map.groupBy((await store.serversOfRun?.(run)) ?? [], (span) => span.traceId);
    return found.size >= due ? true : undefined;
  };
  if (store.serversOfRun)
    await until('the search shows every trace', shown, { deadline: patience, every: 500 }).catch(() => {});
  return found;
}

function dueOf({ scenario, status }: Sent): number {
  return status === undefined ? 0 : scenario.due(status).length;
}

function serversIn(spans: readonly StoredSpan[]): ServerSpan[] {
  return spans
    .filter((span) => span.kind === 'server')
    .map((span) => ({ ...span, status: Number(span.attributes['http.response.status_code']) }));
}
