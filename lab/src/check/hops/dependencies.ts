import { metric } from '@span-metrics-lab/grafana';
import { Jaeger } from '../../backends/jaeger.ts';
import { getJson } from '../../backends/http.ts';
import type { Dependency } from '../../backends/trace-store.ts';
import { LabError } from '../../base/lab-error.ts';
import { describeError, until } from '../../base/poll.ts';
import type { CheckContext, Hop } from '../hop.ts';
import { followed } from './app.ts';

const services = followed.due(200).map(({ service }) => service);

/** The calls between services that the request makes. */
const due = services.slice(1).map((child, i) => ({ parent: services[i]!, child }));

/** How long the edges may take, ms: the graph, a scrape, an interval of the writer and what it waits for late scrapes. */
const PATIENCE = 20_000;

/** Jaeger's System Architecture has the calls of our request, from the table that the lab fills. */
export const dependenciesHop: Hop = {
  name: 'dependencies',
  title: 'Jaeger has the edges',
  expected: `System Architecture has ${due.map(nameOf).join(' and ')} since the request, within ${PATIENCE / 1000} s`,
  needs: ['prometheus'],
  skipReason: ({ endpoints }) => (endpoints.jaeger ? undefined : 'no Jaeger in this stack'),
  walk: async (context) => {
    const { endpoints, sent, answeredAt } = context;
    const jaeger = new Jaeger(endpoints.jaeger!);
    const start = (performance.timeOrigin + answeredAt - (sent?.duration ?? 0)) / 1000;
    let found: Dependency[] = [];
    const complete = async () => {
      found = await jaeger.systemArchitecture({ start, end: Date.now() / 1000 });
      return missingIn(found).length === 0 ? true : undefined;
    };
    try {
      await until('Jaeger has the edges', complete, { deadline: PATIENCE, every: 500 });
      const calls = due.map((edge) => found.find((one) => isSame(one, edge))!.calls);
      return `${due.map((edge, i) => `${nameOf(edge)}: ${calls[i]}`).join(', ')}, since the request`;
    } catch (error) {
      throw await explain(context, missingIn(found), describeError(error));
    }
  },
};

function missingIn(found: readonly Dependency[]): typeof due {
  return due.filter((edge) => !found.some((one) => isSame(one, edge) && one.calls > 0));
}

async function explain({ endpoints, prometheus }: CheckContext, missing: typeof due, last: string): Promise<LabError> {
  const what = `System Architecture lacks ${missing.map(nameOf).join(' and ') || 'an answer'}`;
  const counted = await prometheus.query(`group by (client, server) (${metric.edges})`).catch(() => undefined);
  const uncounted = missing.filter(
    ({ parent, child }) => !counted?.some(({ labels }) => labels['client'] === parent && labels['server'] === child),
  );
  if (counted && uncounted.length > 0)
    return new LabError({
      what: `${what}; Prometheus has no ${metric.edges} of ${uncounted.map(nameOf).join(' and ')}`,
      cause: 'the connector service_graph got only one side of these calls, or is not in the pipelines',
      next: 'see service_graph in otel-collector/base.yaml',
    });
  const why = endpoints.dependencies && (await whyNot(endpoints.dependencies));
  return new LabError({
    what: why ? `${what}; ${why}` : what,
    cause: why
      ? 'what writes the edges into Cassandra does not run, or cannot'
      : 'nothing writes the edges into Cassandra, or Jaeger reads another keyspace',
    next: why?.includes('status 503') ? 'npm run lab -- logs dependencies' : 'npm run lab -- start dependencies',
    ...(missing.length === 0 && { found: last }),
  });
}

/** What the writer says of itself; undefined if all is well. */
async function whyNot(url: string): Promise<string | undefined> {
  try {
    await getJson('Dependencies', `${url}/readyz`);
    return undefined;
  } catch (error) {
    return describeError(error);
  }
}

function isSame(one: Pick<Dependency, 'parent' | 'child'>, other: Pick<Dependency, 'parent' | 'child'>): boolean {
  return one.parent === other.parent && one.child === other.child;
}

function nameOf({ parent, child }: Pick<Dependency, 'parent' | 'child'>): string {
  return `${parent} → ${child}`;
}
