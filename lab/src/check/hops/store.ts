import { waitingSpansIn } from '../../backends/collector-counters.ts';
import { readExposition } from '../../backends/exposition.ts';
import { UnreadableTrace } from '../../backends/read-trace.ts';
import type { StoredSpan, TraceStore } from '../../backends/trace-store.ts';
import { describeError, until } from '../../base/poll.ts';
import { LabError } from '../../base/lab-error.ts';
import type { PartName } from '../../parts/parts.ts';
import { fullDisk } from '../full-disk.ts';
import type { Hop, CheckContext } from '../hop.ts';
import { traceWithin } from '../trace-reader.ts';
import { followed } from './app.ts';

const due = followed.due(200);

/** Every trace store has the request's trace, with exactly the spans due. */
export const storeHop: Hop = {
  name: 'store',
  title: 'store has the trace',
  expected: `one trace with ${due.length} SERVER spans (${due.map((s) => `${s.service} ${s.name}`).join(', ')}) and ${followed.clientSpans} CLIENT spans`,
  needs: ['collector'],
  walk: async (context) => {
    const found: string[] = [];
    for (const store of context.stores) {
      const spans = await waitForTrace(store, context);
      found.push(`${spans.length} spans in ${store.name}`);
    }
    return found.join(', ');
  },
};

async function waitForTrace(store: TraceStore, context: CheckContext): Promise<StoredSpan[]> {
  const full = await fullDisk(store.name.toLowerCase() as PartName, context);
  if (full) throw new LabError(full); // it still shows the newest spans, which it cannot keep
  const traceId = context.sent!.traceId;
  let spans: StoredSpan[] = [];
  let last: unknown;
  try {
    return await until(
      `${store.name} has the trace`,
      async () => {
        last = undefined;
        spans = await traceWithin(8_000, store, traceId).catch((error: unknown) => {
          last = error;
          return [];
        });
        return describeDifference(spans) === undefined ? spans : undefined;
      },
      { deadline: 8_000, every: 150 },
    );
  } catch {
    const part = store.name.toLowerCase();
    if (last instanceof UnreadableTrace)
      throw new LabError({
        what: last.message,
        cause: `a span of it; ${store.name} answers other queries`,
        next: `npm run lab -- logs ${part}`,
      });
    if (last)
      throw new LabError({
        what: describeError(last),
        cause: `${store.name} is not running or not ready${await waiting(context)}`,
        next: `npm run lab -- start ${part}`,
      });
    throw new LabError({
      what: `${store.name}: ${describeDifference(spans)}`,
      cause:
        spans.length > 0
          ? 'an instrumentation setting: every request makes one SERVER span'
          : `${store.name} answers but received nothing${await waiting(context)}`,
      next: spans.length > 0 ? 'see app/src/telemetry' : 'npm run lab -- logs collector',
    });
  }
}

/** How the spans differ from those due; undefined if they do not. */
export function describeDifference(spans: StoredSpan[]): string | undefined {
  const servers = spans
    .filter((s) => s.kind === 'server')
    .map((s) => `${s.service} ${s.name}`)
    .sort();
  const expected = due.map((s) => `${s.service} ${s.name}`).sort();
  const clients = spans.filter((s) => s.kind === 'client').length;
  const others = spans.length - servers.length - clients;
  if (servers.join() === expected.join() && clients === followed.clientSpans && others === 0) return undefined;
  if (spans.length === 0) return 'no span of the trace';
  return `SERVER spans ${servers.join(', ') || 'none'}; ${clients} CLIENT spans; ${others} others`;
}

/** The spans that wait in the collector's queues: they are late, not lost. */
async function waiting({ endpoints }: CheckContext): Promise<string> {
  try {
    const size = waitingSpansIn(await readExposition(endpoints.collectorTelemetry));
    return size ? `; ${size} spans wait in the collector's queue and are not lost` : '';
  } catch {
    return '';
  }
}
