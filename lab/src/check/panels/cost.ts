import { type Dashboard, pointsPerLine, queriesFor, resolve, type Stack } from '@span-metrics-lab/grafana';
import pLimit from 'p-limit';
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

type Asked = { prometheus: Prometheus; stack: Stack; end: number; range: number };

/** Time until the first screen of a dashboard is complete, ms: the median of several rounds, and the longest. */
export type ScreenCost = { dashboard: string; queries: number; median: number; longest: number };

/** Connections that a browser keeps to one server: as many requests of Grafana's page are under way at once. */
const connections = 6;

/** Points of an annotation's query: Grafana's backend assumes 100 where the page does not say. */
const annotationPoints = 100;

/**
 * Asks for the first screen of each dashboard as Grafana's page does when it is opened or refreshed: panels, exemplars and
 * annotations together, six at a time.
 */
export async function costOfFirstScreens(
  dashboards: readonly Dashboard[],
  { rounds, ...asked }: Asked & { rounds: number },
): Promise<ScreenCost[]> {
  const { prometheus, stack, end, range } = asked;
  const costs: ScreenCost[] = [];
  for (const dashboard of dashboards) {
    const { values } = (await choicesOf(prometheus, dashboard.variables, range)).choices[0]!;
    const ofPanels = dashboard.rows[0]!.panels.flatMap(({ panel }) =>
      queriesFor(panel, stack).map((query) => ({
        query,
        range: panel.timeFrom ? 24 * 3600 : range,
        points: pointsPerLine,
      })),
    );
    const ofAnnotations = dashboard.annotations.flatMap((a) =>
      'query' in a ? [{ query: a.query, range, points: annotationPoints }] : [],
    );
    const questions = [...ofPanels, ...ofAnnotations].filter(({ query }) => query.datasource === 'prometheus');
    const askAll = questions.flatMap(({ query, range, points }) => {
      const { expr, step } = resolve(query, values, { range, step: range / points });
      const from = { start: end - range, end };
      return [
        () => (query.instant ? prometheus.query(expr, end) : prometheus.queryRange(expr, { ...from, step })),
        ...(query.exemplar ? [() => prometheus.exemplars(expr, from)] : []),
      ];
    });
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const limit = pLimit(connections);
      const began = performance.now();
      await Promise.all(askAll.map((ask) => limit(async () => void (await ask()))));
      times.push(performance.now() - began);
    }
    times.sort((a, b) => a - b);
    costs.push({
      dashboard: dashboard.title,
      queries: askAll.length,
      median: times[Math.floor(rounds / 2)]!,
      longest: times.at(-1)!,
    });
  }
  return costs;
}

/** As a Markdown table. */
export function screenCostTable(costs: readonly ScreenCost[]): string {
  return [
    '| dashboard | queries of the first screen | ms until all are answered | longest |',
    '|---|---|---|---|',
    ...costs.map((c) => `| ${c.dashboard} | ${c.queries} | ${c.median.toFixed(0)} | ${c.longest.toFixed(0)} |`),
  ].join('\n');
}

/** Runs each query of each dashboard alone, three times, and takes the quickest, to exclude other work on the machine. */
export async function costOf(
  dashboards: readonly Dashboard[],
  { prometheus, cpu, stack, end, range }: Asked & { cpu: () => number },
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
