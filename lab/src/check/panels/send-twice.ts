import { label, metric, seriesOf } from '@span-metrics-lab/grafana';
import type { Prometheus } from '../../backends/prometheus.ts';
import { scenarios } from '../../parts/scenarios.ts';
import type { Endpoints } from '../../parts/parts.ts';
import { until } from '../../base/poll.ts';
import { newRun, send } from '../request.ts';

/**
 * Sends every quick request twice, the second time when Prometheus has seen the first: a series that is born is no rate yet,
 * and on a lab that was just started nobody else makes one.
 */
export async function sendTwice(endpoints: Endpoints, prometheus: Prometheus): Promise<void> {
  const run = newRun();
  const quick = scenarios.filter((j) => !j.slow);
  const wave = () => Promise.all(quick.map((scenario) => send(scenario, endpoints, run)));
  await wave();
  const born = `count(${seriesOf(metric.calls, { [label.run]: run })})`;
  await until(
    'Prometheus has the first requests',
    async () => ((await prometheus.query(born)).length > 0 ? true : undefined),
    { deadline: 4_000 },
  ).catch(() => undefined); // the hops before this one say what is wrong
  await wave();
}
