import { metric } from '@span-metrics-lab/grafana';
import { readExposition, sumOf } from '../../backends/exposition.ts';
import { accessLine, type LogLine, type LogStore } from '../../backends/log-store.ts';
import { logStoreOf } from '../../backends/log-stores.ts';
import { describeError, until } from '../../base/poll.ts';
import { LabError } from '../../base/lab-error.ts';
import { partNamed, type PartName } from '../../parts/parts.ts';
import type { CheckContext, Hop } from '../hop.ts';
import { followed } from './app.ts';

const due = followed.due(200).map(({ service }) => service);

/** The log store finds one access line of each service by the request's trace id, each with the id of its SERVER span. */
export const logsHop: Hop = {
  name: 'logs',
  title: 'log store has the lines',
  expected: `one line "${accessLine}" of each of ${due.join(', ')}, found by the trace id, with the id of its SERVER span`,
  needs: ['store'],
  skipReason: ({ parts, capabilities }) =>
    parts.some(isLogStore)
      ? undefined
      : capabilities.includes('logs')
        ? "no log store: its image is missing, lines wait in the collector's queue"
        : 'no log store in this lab',
  walk: async (context) => {
    const store = logStoreOf(context.endpoints)!;
    const lines = await waitForLines(store, context);
    const spans = await context.stores[0]!.trace(context.sent!.traceId);
    const servers = new Set(spans.filter(({ kind }) => kind === 'server').map(({ spanId }) => spanId));
    const strange = lines.find(({ spanId }) => !servers.has(spanId));
    if (strange) {
      throw new LabError({
        what: `the line of ${strange.service} has the span id ${strange.spanId || '(none)'}, which no SERVER span of the trace has`,
        cause: 'the log line was written outside of its request',
        next: 'see app/src/http/request-log.ts',
      });
    }
    return `${lines.length} access lines in ${store.name} by the trace id`;
  },
};

const isLogStore = (part: PartName) => partNamed(part).kind === 'logs';

async function waitForLines(store: LogStore, context: CheckContext): Promise<LogLine[]> {
  let lines: LogLine[] = [];
  let last: unknown;
  const found = async () => {
    last = undefined;
    const all = await store.linesOfTrace(context.sent!.traceId).catch((error: unknown) => {
      last = error;
      return [];
    });
    lines = all.filter(({ text }) => text === accessLine);
    return describeDifference(lines) === undefined ? lines : undefined;
  };
  try {
    return await until(`${store.name} has the lines`, found, { deadline: 8_000, every: 150 });
  } catch {
    const part = store.name.toLowerCase();
    if (last)
      throw new LabError({
        what: describeError(last),
        cause: `${store.name} is not running or not ready${await waiting(store, context)}`,
        next: `npm run lab -- start ${part}`,
      });
    throw new LabError({
      what: `${store.name}: ${describeDifference(lines)}`,
      cause:
        lines.length > 0
          ? 'a service whose log lines do not reach the collector, or that writes two for a request'
          : `${store.name} answers but received nothing${await waiting(store, context)}`,
      next: `npm run lab -- logs ${lines.length > 0 ? 'gateway' : 'collector'}`,
    });
  }
}

/** How the access lines differ from those due; undefined if they do not. */
function describeDifference(lines: readonly Pick<LogLine, 'service'>[]): string | undefined {
  const found = lines.map(({ service }) => service).toSorted();
  if (found.join() === due.toSorted().join()) return undefined;
  return found.length === 0 ? 'no access line of the trace' : `access lines of ${found.join(', ')}`;
}

/** The lines that wait in the queue before the store: they are late, not lost. */
async function waiting(store: LogStore, { endpoints }: CheckContext): Promise<string> {
  try {
    const size = sumOf(await readExposition(endpoints.collectorTelemetry), metric.queueSize, {
      exporter: `otlp_http/${store.name.toLowerCase()}`,
    });
    return size ? `; ${size} lines wait in the collector's queue and are not lost` : '';
  } catch {
    return '';
  }
}
