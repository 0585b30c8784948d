import { label, metric, spanKinds } from '@span-metrics-lab/grafana';
import { burst, type Total, totalKey } from '../../backends/generator.ts';
import type { Prometheus } from '../../backends/prometheus.ts';
import type { TraceStore } from '../../backends/trace-store.ts';
import { LabError } from '../../base/lab-error.ts';
import { describeError, until } from '../../base/poll.ts';
import type { Hop } from '../hop.ts';
import { highestOfRun, spanOf } from '../counted.ts';
import { newRun } from '../request.ts';

/** Traces of the burst: enough to meet each case of the made-up shop several times. */
const TRACES = 40;

/** How long stores and counts may take, ms. */
const PATIENCE = 10_000;

/** What the generator says that it sent is what the stores hold and the connector counted. */
export const generatorHop: Hop = {
  name: 'generator',
  title: 'generated spans are exact',
  expected: `spans, calls and durations of ${TRACES} generated traces are those that the generator states`,
  needs: ['store', 'prometheus'],
  skipReason: ({ parts }) => (parts.includes('generator') ? undefined : 'no generators in this lab'),
  walk: async ({ endpoints, stores, prometheus }) => {
    const run = newRun();
    const sent = await burst(endpoints.generator!, run, TRACES).catch((error) => {
      throw new LabError({
        what: describeError(error),
        cause: 'the generator is not running, or the collector refused its spans',
        next: 'npm run lab -- start generator',
      });
    });
    await Promise.all([
      ...stores.map((store) => compare(store.name, sent.totals, () => storedIn(store, sent.traceIds))),
      compare('span_metrics', sent.totals, () => countedBy(prometheus, run)),
    ]);
    const spans = sent.totals.reduce((sum, total) => sum + total.spans, 0);
    return `${spans} spans of ${TRACES} traces sent, stored and counted; their durations add up`;
  },
};

type Found = Map<string, Pick<Total, 'spans' | 'milliseconds'>>;

/** Waits until what is found is what was sent; else says the first differences. */
async function compare(where: string, totals: readonly Total[], find: () => Promise<Found>): Promise<void> {
  let differences: string[] = [];
  const same = async () => {
    const found = await find();
    differences = totals.flatMap((total) => {
      const { spans = 0, milliseconds = 0 } = found.get(totalKey(total)) ?? {};
      const name = `${total.service} ${total.name} (${total.kind}, ${total.status})`;
      if (spans !== total.spans) return [`${name}: ${total.spans} spans sent, ${spans} found`];
      return Math.abs(milliseconds - total.milliseconds) < 0.5
        ? []
        : [`${name}: ${total.milliseconds} ms sent, ${milliseconds} ms found`];
    });
    return differences.length === 0 ? true : undefined;
  };
  try {
    await until(`${where} has what was generated`, same, { deadline: PATIENCE, every: 250 });
  } catch (error) {
    throw new LabError({
      what: `${where}: ${differences.slice(0, 3).join('; ') || describeError(error)}`,
      cause: 'spans are lost, filtered or counted twice between the generator and there',
      next: 'npm run lab -- logs collector',
    });
  }
}

async function storedIn(store: TraceStore, traceIds: readonly string[]): Promise<Found> {
  const found: Found = new Map();
  for (const traceId of traceIds) {
    for (const { service, name, kind, attributes, start, end } of await store.trace(traceId)) {
      const status = Number(attributes['http.response.status_code']);
      add(found, { service, name, kind: kind as Total['kind'], status }, 1, Number(end - start) / 1e6);
    }
  }
  return found;
}

async function countedBy(prometheus: Prometheus, run: string): Promise<Found> {
  const by = [label.service, label.route, label.kind, label.httpStatus];
  const total = (name: string) => prometheus.query(`sum by (${by.join(', ')}) (${highestOfRun(name, run)})`);
  const [calls, durations] = await Promise.all([total(metric.calls), total(metric.durationSum)]);
  const found: Found = new Map();
  for (const [samples, isCalls] of [
    [calls, true],
    [durations, false],
  ] as const) {
    for (const { labels, value } of samples) {
      const kind = labels[label.kind] === spanKinds.server ? 'server' : 'client';
      add(found, { ...spanOf(labels), kind }, isCalls ? value : 0, isCalls ? 0 : value);
    }
  }
  return found;
}

function add(found: Found, what: Omit<Total, 'spans' | 'milliseconds'>, spans: number, milliseconds: number): void {
  const before = found.get(totalKey(what)) ?? { spans: 0, milliseconds: 0 };
  found.set(totalKey(what), { spans: before.spans + spans, milliseconds: before.milliseconds + milliseconds });
}
