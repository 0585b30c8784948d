import { parse, stringify } from 'yaml';
import { groupsOf, kinds } from './cases.ts';
import { type History, shareOf } from './history.ts';

/** Requests per step. */
const rate = 10_000;
const step = 2; // s, as often as the rules of lesson are evaluated: the query counts evaluations
const budget = 0.01;
const minutes = (n: number) => (n * 60) / step;

/** Minutes without errors, then minutes at a burn rate: the query is asked at their end. */
const situations: [healthy: number, burning: number, burn: number][] = [
  [15, 5, 2],
  [30, 5, 1.2],
  [70, 5, 3],
  [30, 5, 0.9],
];

/** Seconds until the share over the period is what the objective allows, if it goes on; undefined: never. */
function truth([healthy, burning, burn]: (typeof situations)[number]): number | undefined {
  const bad = rate * budget * burn;
  const after = minutes(120);
  const history: History = {
    step,
    phases: [
      { steps: minutes(healthy), good: rate, bad: 0 },
      { steps: minutes(burning) + after, good: rate - bad, bad },
    ],
  };
  const now = minutes(healthy + burning);
  if (burn <= 1) return undefined;
  for (let ahead = 0; ahead <= after; ahead++) if (shareOf(history, now + ahead, '1h')! >= budget) return ahead * step;
  return undefined;
}

/** What the query reads; the other windows would take most of the time. */
const needed = /ratio_rate(10s|5m|1h)$|^slo:(?!sli_error)/;

/** The recording rules that the query needs, out of all of an objective. */
export function rulesForGoneIn(rules: string): string {
  const { groups } = parse(rules) as { groups: { rules: { record?: string }[] }[] };
  return stringify({
    groups: groups.map((group) => ({ ...group, rules: group.rules.filter(({ record = '' }) => needed.test(record)) })),
  });
}

/** Cases for the query that says when a budget is gone: each compares it with what would happen. */
export function goneInCases(rules: string, query: string): string {
  return stringify(
    {
      rule_files: [rules],
      evaluation_interval: `${step}s`,
      group_eval_order: groupsOf('availability'),
      tests: situations.map((situation) => {
        const [healthy, burning, burn] = situation;
        const bad = rate * budget * burn;
        const due = truth(situation);
        return {
          name: `${healthy} min without errors, then ${burning} min at a burn rate of ${burn}: ${due ?? 'never'}`,
          interval: `${step}s`,
          input_series: kinds['availability']!({
            step,
            phases: [
              { steps: minutes(healthy), good: rate, bad: 0 },
              { steps: minutes(burning), good: rate - bad, bad },
            ],
          }),
          promql_expr_test: [
            {
              expr: due === undefined ? query : `abs((${query}) - ${due}) <= bool ${due * 0.05 + 5 * step}`,
              eval_time: `${healthy + burning}m`,
              exp_samples: due === undefined ? [] : [{ labels: '{sloth_slo="availability"}', value: 1 }],
            },
          ],
        };
      }),
    },
    { lineWidth: 0 },
  );
}
