import {
  correlations,
  dashboardsFor,
  type Expectation,
  metricsOf,
  namespace,
  type Panel,
  pointsPerLine,
  queriesFor,
  type Query,
  type Stack,
  type Unit,
  type Variable,
} from '@span-metrics-lab/grafana';
import type { Capability } from '../../parts/capabilities.ts';

/** One query and where it is used. */
export type Question = {
  /** On a panel of a dashboard, or behind a jump between two places. */
  on: 'panel' | 'jump';
  /** Of a jump: `correlations`, under which findings name it. */
  dashboard: string;
  /** The panel's id, or the jump's. */
  panel: string;
  title: string;
  query: Query;
  expects: Expectation;
  unit: Unit | undefined;
  /** Labels that the panel shows: in its legend, as columns, as groups of its numbers. */
  shown: readonly string[];
  variables: readonly Variable[];
  /** Seconds that the dashboard shows when it is opened. */
  range: number;
  /** For a panel with a range of its own: seconds that it shows, and seconds between its points. */
  own?: { range: number; step: number };
};

/** Every query of a lab's dashboards and jumps, in the order in which people see them. */
export function questionsOf(stack: Stack, capabilities: readonly Capability[] = []): Question[] {
  const ofPanels = dashboardsFor(stack, capabilities).flatMap((dashboard) =>
    dashboard.rows.flatMap((row) =>
      row.panels.flatMap(({ panel }) =>
        queriesFor(panel, stack).map((query): Question => {
          const expects = query.expects ?? panel.expects;
          return {
            on: 'panel',
            dashboard: dashboard.uid,
            panel: panel.id,
            title: panel.title,
            query,
            expects,
            unit: query.unit ?? panel.unit,
            shown: [
              ...new Set([
                ...legendLabels(query),
                ...Object.keys(panel.table?.labels ?? {}),
                ...(expects.load?.by ?? []),
              ]),
            ],
            variables: dashboard.variables,
            range: secondsOf(dashboard.from),
            ...(panel.timeFrom && { own: ownRange(panel) }),
          };
        }),
      ),
    ),
  );
  const ofJumps = correlations.flatMap((jump) =>
    queriesFor(jump, stack).map((query): Question => {
      const of = ofPanels.find((q) => q.query === query);
      return {
        on: 'jump',
        dashboard: 'correlations',
        panel: jump.id,
        title: jump.title,
        query,
        expects: query.expects ?? of?.expects ?? {},
        unit: undefined,
        shown: legendLabels(query),
        variables: of?.variables ?? [],
        range: 900,
      };
    }),
  );
  return [...ofPanels, ...ofJumps];
}

/** Whether a query reads metrics that only k6 writes. */
export function isOfK6({ query }: Question): boolean {
  return query.datasource === 'prometheus' && metricsOf(query.expr).some((name) => name.startsWith('k6_'));
}

/** Why a query cannot be asked in this lab; undefined if it can. */
export function cannotBeAsked(question: Question, { k6, loki }: { k6: boolean; loki: boolean }): string | undefined {
  if (question.query.datasource === 'loki' && !loki)
    return 'this lab’s lines are in VictoriaLogs: the console shows them';
  return !k6 && isOfK6(question) ? 'no k6 has run in the last 15 min' : undefined;
}

/** Whether a query reads metrics that `span_metrics` made from the requests. */
export function isOfSpans({ query }: Question): boolean {
  if (query.datasource === 'loki') return false;
  return query.datasource !== 'prometheus' || metricsOf(query.expr).some((name) => name.startsWith(namespace.spans));
}

function legendLabels({ legend }: Query): string[] {
  return [...legend.matchAll(/{{(\w+)}}/g)].map((m) => m[1] as string);
}

function ownRange({ timeFrom = '', points = pointsPerLine }: Panel): { range: number; step: number } {
  const range = secondsOf(timeFrom);
  return { range, step: range / points };
}

/** Seconds of one of Grafana's relative times, with or without `now-`. */
function secondsOf(from: string): number {
  const [, number, unit] = /^(?:now-)?(\d+)([mh])$/.exec(from) ?? [];
  if (!number) throw new Error(`expected a range such as now-15m or 24h, found ${from}`);
  return Number(number) * (unit === 'h' ? 3600 : 60);
}
