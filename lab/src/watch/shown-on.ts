import { dashboardsFor, label } from '@span-metrics-lab/grafana';
import type { Prometheus } from '../backends/prometheus.ts';
import type { Capability } from '../parts/capabilities.ts';
import type { Stack } from '../parts/parts.ts';

/** Titles of the dashboards that offer a service in their list of services. */
export async function shownOn(
  service: string,
  prometheus: Prometheus,
  { stack, capabilities }: { stack: Stack; capabilities: readonly Capability[] },
): Promise<string[]> {
  const lists = dashboardsFor(stack, capabilities).flatMap(({ title, variables }) =>
    variables.flatMap((one) =>
      one.kind === 'label' && one.values === label.service ? [{ title, selector: one.selector }] : [],
    ),
  );
  const offered = new Map<string, boolean>();
  for (const { selector } of lists) {
    if (offered.has(selector)) continue;
    const samples = await prometheus.query(`count by (${label.service}) (${selector})`);
    offered.set(
      selector,
      samples.some(({ labels }) => labels[label.service] === service),
    );
  }
  return lists.flatMap(({ title, selector }) => (offered.get(selector) ? [title] : []));
}
