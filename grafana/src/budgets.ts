import { label, objective } from './names.ts';

/** One series for each objective. */
export const each = (series: string) => `max by (${label.slo}) (${series})`;
/** What is left of each budget. */
export const left = each(objective.budgetLeft);
/** Burn rates of the last 5 min: both sets of windows have them. */
export const burn = `${each(`${objective.share}5m`)} / ${each(objective.budget)}`;

/** Seconds of the period, and seconds of it with requests: counted by evaluations, of which lesson has one each 2 s, real one a minute. */
const period = `${each(objective.periodDays)} * 86400`;
const seen = each(`count_over_time(${objective.share}10s[1h]) * 2 or count_over_time(${objective.share}30m[30d]) * 60`);

/**
 * Seconds until a budget is gone if as many requests come as until now and as many of them are bad as in the last 5 min. As long
 * as the period is younger than it can be, each request adds to the budget, too; later an old one leaves for each new one, and
 * those are taken to be good. At a burn rate of 1 or less, it never is.
 */
export const goneIn = (() => {
  const fast = `(${burn} > 1)`;
  const rest = `clamp_min(${left}, 0)`;
  const used = `(1 - ${left})`;
  const growing = `${seen} * ${rest} / (${fast} - 1) <= ${period} - ${seen}`;
  return `clamp_min((${growing}) or (${period} - ${used} * ${seen}) / ${fast}, 0)`;
})();
