import { stringify } from 'yaml';
import type { ObjectiveFile } from '../../../lab/src/objectives/objective-file.ts';
import { type AlertWindows, secondsOf } from '../../../lab/src/objectives/windows-file.ts';
import { type Condition, conditionsOf, type History, holding, isNear, shareOf } from './history.ts';
import { type Scenario, scenariosFor, stepOf, stepsPerEvaluation } from './scenarios.ts';

type Objective = ObjectiveFile['slos'][number];
type Series = { series: string; values: string };
type Expression = { expr: string; eval_time: string; exp_samples: { labels: string; value: number }[] };

/** How an objective's good and bad requests look in Prometheus. */
type Kind = (history: History) => Series[];

const server = 'job="span-metrics", service_name="gateway", span_kind="SPAN_KIND_SERVER"';
const calls = 'traces_span_metrics_calls_total';
const duration = 'traces_span_metrics_duration_milliseconds';

/** Nothing of this may count: other services, other sides, marked requests, other jobs; all of it is bad. */
const strangers = [
  server.replace('gateway', 'orders'),
  server.replace('SERVER', 'CLIENT'),
  `${server}, lab_run="c-1"`,
  server.replace('span-metrics', 'span-metrics-others'),
];

/** The series of each objective, as the collector makes them. */
export const kinds: Readonly<Record<string, Kind>> = {
  availability: (history) => [
    { series: `${calls}{${server}, http_response_status_code="200"}`, values: counter(history, ({ good }) => good) },
    ...(history.phases.some(({ bad }) => bad > 0)
      ? [{ series: `${calls}{${server}, http_response_status_code="503"}`, values: counter(history, ({ bad }) => bad) }]
      : []),
    ...[...strangers, `${server}, span_name="GET /error_test"`].map((labels) => ({
      series: `${calls}{${labels}, http_response_status_code="500"}`,
      values: counter(history, () => 100_000),
    })),
  ],
  'chain-latency': latency('GET /chain', 250),
  'io-task-latency': latency('GET /io_task', 1500),
};

function latency(route: string, bound: number): Kind {
  const both = (history: History, labels: string, all: Parameters<typeof counter>[1], fast: typeof all) => [
    { series: `${duration}_count{${labels}}`, values: counter(history, all) },
    { series: `${duration}_bucket{${labels}, le="${bound}.0"}`, values: counter(history, fast) },
    { series: `${duration}_bucket{${labels}, le="${bound * 2}.0"}`, values: counter(history, all) },
  ];
  const here = `${server}, span_name="${route}"`;
  return (history) => [
    ...both(
      history,
      `${here}, http_response_status_code="200"`,
      ({ good, bad }) => good + bad,
      ({ good }) => good,
    ),
    // quick answers of 5xx would make the share better than it is
    ...both(
      history,
      `${here}, http_response_status_code="503"`,
      () => 200_000,
      () => 200_000,
    ),
    ...[...strangers.map((labels) => `${labels}, span_name="${route}"`), `${server}, span_name="GET /other"`].flatMap(
      (labels) =>
        both(
          history,
          `${labels}, http_response_status_code="200"`,
          () => 100_000,
          () => 0,
        ),
    ),
  ];
}

/** A counter's samples at each step, in promtool's notation. */
function counter({ phases }: History, perStep: (phase: History['phases'][number]) => number): string {
  let at = 0;
  return phases
    .map((phase, i) => {
      const each = perStep(phase);
      const begin = i === 0 ? at : at + each; // a phase begins one step after the last sample of the one before
      const more = i === 0 ? phase.steps : phase.steps - 1;
      at += each * phase.steps;
      return `${begin}+${each}x${more}`;
    })
    .join(' ');
}

/** Groups in the order in which they read each other: promtool's own differs from run to run. */
export function groupsOf(name: string): string[] {
  return ['sli-recordings', 'meta-recordings', 'alerts'].map((group) => `sloth-slo-${group}-gateway-${name}`);
}

/** What promtool is told to expect of the rules of one objective. */
export type Cases = {
  text: string;
  /** Conditions that were the only one of their severity at a look. */
  alone: Condition[];
};

/** Cases for the rules of an objective, from what happened and the definition of the windows: not from the rules. */
export function casesFor(objective: Objective, windows: AlertWindows, rules: string): Cases {
  const kind = kinds[objective.name];
  if (!kind) throw new Error(`no series are known for ${objective.name}: add them to kinds`);
  const step = stepOf(windows);
  const budget = Number((1 - objective.objective / 100).toFixed(6));
  const conditions = conditionsOf(windows);
  const alone: Condition[] = [];
  const tests = scenariosFor(windows, budget).map((scenario) => {
    const looks = scenario.looks.filter((at) => !isNear(scenario.history, conditions, budget, at));
    return {
      name: scenario.name,
      interval: `${step}s`,
      input_series: kind(scenario.history),
      promql_expr_test: looks.flatMap((at) => {
        const now = holding(scenario.history, conditions, budget, at);
        alone.push(...now.filter(({ severity }) => now.filter((one) => one.severity === severity).length === 1));
        return [alerts(objective, now, at * step), ...shares(objective, windows, scenario, at, budget)];
      }),
    };
  });
  return {
    text: stringify(
      {
        rule_files: [rules],
        evaluation_interval: `${step * stepsPerEvaluation}s`,
        group_eval_order: groupsOf(objective.name),
        tests,
      },
      { lineWidth: 0 },
    ),
    alone,
  };
}

function alerts({ alerting }: Objective, now: readonly Condition[], seconds: number): Expression {
  return {
    expr: 'count by (alertname, severity) (ALERTS{alertstate="firing"})',
    eval_time: `${seconds}s`,
    exp_samples: [...new Set(now.map(({ severity }) => severity))].map((severity) => ({
      labels: `{alertname="${alerting.name}", severity="${severity}"}`,
      value: 1,
    })),
  };
}

/** The recorded shares, within 5 % of what happened, and what follows from that of the whole period. */
function shares(
  { name }: Objective,
  windows: AlertWindows,
  { history, steady }: Scenario,
  at: number,
  budget: number,
): Expression[] {
  const times = [...new Set(conditionsOf(windows).flatMap(({ pair }) => [pair.shortWindow, pair.longWindow]))];
  const eval_time = `${at * history.step}s`;
  const is = (metric: string, due: number | undefined, window?: string, of = ''): Expression => {
    const recorded = `${metric}{sloth_slo="${name}"${window ? `, sloth_window="${window}"` : ''}}`;
    if (due === undefined) return { expr: recorded, eval_time, exp_samples: [] };
    // shares of 0 are exact; others may be a sample off: of a series that begins, Prometheus guesses what was before it
    const error = 0.05 + history.step / secondsOf(window ?? windows.page.quick.shortWindow);
    const expr = `abs(${of}max by (sloth_slo) (${recorded}) - ${due}) <= bool ${Math.abs(due) * error + 1e-9}`;
    return { expr, eval_time, exp_samples: [{ labels: `{sloth_slo="${name}"}`, value: 1 }] };
  };
  const share = (window: string) => is(`slo:sli_error:ratio_rate${window}`, shareOf(history, at, window), window);
  const period = shareOf(history, at, windows.sloPeriod);
  const burned = period === undefined ? undefined : period / budget;
  const ofPeriod =
    steady || period === undefined || windows.sloPeriod === '1h' // that of 30 days is a mean over time
      ? [
          share(windows.sloPeriod),
          is('slo:period_burn_rate:ratio', burned),
          is('slo:period_error_budget_remaining:ratio', burned, undefined, '1 - '),
        ]
      : [];
  const short = shareOf(history, at, windows.page.quick.shortWindow);
  return [
    ...times.map(share),
    is('slo:current_burn_rate:ratio', short === undefined ? undefined : short / budget),
    is('slo:objective:ratio', 1 - budget),
    is('slo:error_budget:ratio', budget),
    ...ofPeriod,
  ];
}
