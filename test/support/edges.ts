import { metric } from '@span-metrics-lab/grafana';
import type { Dependency } from '../../lab/src/backends/trace-store.ts';
import type { Prometheus } from '../../lab/src/backends/prometheus.ts';
import type { Sent } from '../../lab/src/check/request.ts';

/** Calls by edge, such as "gateway → orders". */
export type Calls = Record<string, number>;

/** The calls between services that requests made: each scenario goes from one role to the next. */
export function callsOf(sent: readonly Sent[]): Calls {
  return summed(
    sent.flatMap(({ scenario, status }) => {
      const services = scenario.due(status!).map(({ service }) => service);
      return services.slice(1).map((child, i) => ({ parent: services[i]!, child, calls: 1 }));
    }),
  );
}

/** The calls that the service graph counted in the last hour, by every collector. */
export async function countedCalls(prometheus: Prometheus): Promise<Calls> {
  const highest = `max_over_time(${metric.edges}{connection_type!="virtual_node"}[1h])`;
  const found = await prometheus.query(`sum by (client, server) (${highest})`);
  return summed(
    found.map(({ labels, value }) => ({ parent: labels['client']!, child: labels['server']!, calls: value })),
  );
}

/** Edges with the calls of equal ones added up, in order. */
export function summed(edges: readonly Dependency[]): Calls {
  const sums = new Map<string, number>();
  for (const { parent, child, calls } of edges)
    sums.set(`${parent} → ${child}`, (sums.get(`${parent} → ${child}`) ?? 0) + calls);
  return Object.fromEntries([...sums].sort());
}
