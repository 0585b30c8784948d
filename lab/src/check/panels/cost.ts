import { type Dashboard, pointsPerLine, queriesFor, resolve, type Stack } from '@span-metrics-lab/grafana';
import type { Prometheus } from '../../backends/prometheus.ts';
import { choicesOf } from './variable-values.ts';

/** Time that a dashboard's PromQL takes: the sum of its queries, and the slowest of them; ms. */
export type Cost = {
  dashboard: string;
  queries: number;
  total: number;
  /** CPU time of Prometheus. A query runs in one thread: on an idle machine it takes no longer than this. */
  cpu: number;
  slowest: { panel: string; query: string; ms: number };
};

/** Runs each query of each dashboard alone, three times, and takes the quickest, to exclude other work on the machine. */
export async function costOf(
  dashboards: readonly Dashboard[],
  {
    prometheus,
    cpu,
    stack,
    end,
    range,
  }: { prometheus: Prometheus; cpu: () => number; stack: Stack; end: number; range: number },
): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (const dashboard of dashboards) {
    const { choices } = await choicesOf(prometheus, dashboard.variables, range);
    const cost: Cost = {
      dashboard: dashboard.title,
      queries: 0,
      total: 0,
      cpu: 0,
      slowest: { panel: '', query: '', ms: 0 },
    };
    const used = cpu();
    for (const { panel } of dashboard.rows.flatMap((row) => row.panels)) {
      for (const query of queriesFor(panel, stack).filter((q) => q.datasource === 'prometheus')) {
        const { expr, step } = resolve(query, choices[0]!.values, { range, step: range / pointsPerLine });
        const times: number[] = [];
        for (let i = 0; i < 3; i++) {
          const began = performance.now();
          if (query.instant) await prometheus.query(expr, end);
          else await prometheus.queryRange(expr, { start: end - range, end, step });
          times.push(performance.now() - began);
        }
        const ms = Math.min(...times);
        cost.queries++;
        cost.total += ms;
        if (ms > cost.slowest.ms) cost.slowest = { panel: panel.id, query: query.refId, ms };
      }
    }
    cost.cpu = (cpu() - used) / 3;
    costs.push(cost);
  }
  return costs;
}

/** As a Markdown table. */
export function costTable(costs: readonly Cost[]): string {
  const lines = costs.map(
    (c) =>
      `| ${c.dashboard} | ${c.queries} | ${c.cpu.toFixed(0)} | ${c.total.toFixed(0)} | ${c.slowest.panel} ${c.slowest.query}: ${c.slowest.ms.toFixed(0)} |`,
  );
  return [
    '| dashboard | queries | ms of CPU | ms waited | the slowest, ms waited |',
    '|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}
