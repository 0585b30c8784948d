import {
  everyStack,
  type Expectation,
  type Kind,
  type Legend,
  type Panel,
  type Query,
  type Threshold,
} from '../model.ts';
import { rateStep } from '../names.ts';
import { exemplarsOf } from '../promql.ts';
import { variablesIn } from '../substitute.ts';

/** Defaults: a panel is for every stack, its axis starts at zero, its numbers are not negative. */
type Given = Omit<Panel, 'kind' | 'stacks' | 'expects'> & Partial<Pick<Panel, 'stacks' | 'expects'>>;

const of =
  (kind: Kind, usual: Partial<Panel> = {}) =>
  ({ expects, ...panel }: Given): Panel => ({
    kind,
    stacks: everyStack,
    ...usual,
    ...panel,
    expects: notNegative(expects),
  });

export const timeseries = of('timeseries', { min: 0 });
export const stat = of('stat', { min: 0 });
export const bargauge = of('bargauge', { min: 0 });
export const table = of('table');
export const heatmap = of('heatmap');
export const nodegraph = of('nodegraph');
export const logs = of('logs');

type More = Omit<Query, 'refId' | 'datasource' | 'expr' | 'legend'>;

const asked =
  (datasource: Query['datasource'], usual: More = {}) =>
  (refId: string, expr: string, legend: string, { expects, ...more }: More = {}): Query => ({
    refId,
    datasource,
    expr,
    legend,
    ...usual,
    ...leastStep(expr),
    ...more,
    ...(expects && { expects: notNegative(expects) }),
  });

/** Windows that the step decides: they are not left to the scrape interval. */
function leastStep(expr: string): Pick<Query, 'minStep'> {
  return variablesIn(expr).some((name) => name === 'interval' || name === '__rate_interval')
    ? { minStep: `${rateStep}s` }
    : {};
}

/** PromQL over the shown range. */
export const series = asked('prometheus');
/** PromQL at the end of the shown range. */
export const value = asked('prometheus', { instant: true });
/** The exemplars of these spans: dots without a line. */
export const dots = (refId: string, matchers: string): Query =>
  series(refId, exemplarsOf(matchers), 'traces', { exemplar: true, expects: { mayBeEmpty: 'it has dots only' } });
/** TraceQL. */
export const traceql = asked('tempo');
/** The traces of a service in Jaeger. */
export const jaegerSearch = asked('jaeger');

/** LogQL: numbers of lines, in steps that Grafana chooses. */
export const count = asked('loki');
/** LogQL: the lines themselves. */
export const lines = asked('loki');

/** Good from zero on, then worth a look, then bad. */
export function goodUntil({ watch, bad }: { watch?: number; bad: number }): Threshold[] {
  return [
    { from: 0, level: 'good' },
    ...(watch === undefined ? [] : [{ from: watch, level: 'watch' } as const]),
    { from: bad, level: 'bad' },
  ];
}

/** Words for `up`. */
export const upInWords = { 0: 'down', 1: 'up' } as const;

/** Legends as tables where lines are compared, and where there are more names than fit. */
export const compared: Legend = { as: 'table', columns: ['mean', 'max', 'last'] };
export const worstFirst: Legend = { as: 'table', columns: ['max'], long: true };

/** For `up`: 0 is bad, 1 is good. */
export const upIsGood: readonly Threshold[] = [
  { from: 0, level: 'bad' },
  { from: 1, level: 'good' },
];

function notNegative(expects: Expectation = {}): Expectation {
  return { range: [0, Number.MAX_VALUE], ...expects };
}
