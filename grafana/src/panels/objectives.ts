import { burn, each, goneIn, left } from '../budgets.ts';
import { label, objective, sloWindows } from '../names.ts';
import { oneOf } from '../selector.ts';
import { goodUntil, series, stat, table, timeseries, value, worstFirst } from './build.ts';

const name = label.slo;
const legend = `{{${name}}}`;

/** Shares exist once an objective's requests have come, besides those of checks. */
const quiet = { mayBeEmpty: 'no request but those of checks has come' };
const anyShare = { range: [0, Number.MAX_VALUE], ...quiet } as const;

/** A lab has the windows of one file. */
const otherWindows = { [`${objective.share}10s`]: 'SLO_WINDOWS=lesson', [`${objective.share}30m`]: 'SLO_WINDOWS=real' };

/** A burn rate of 6 pages and one of 1 makes a ticket, in both sets of windows. */
const burnLevels = goodUntil({ watch: 1, bad: 6 });

export const budgetLeft = stat({
  id: 'objectives-budget-left',
  title: 'Budget left',
  unit: 'percentunit',
  queries: [value('A', left, legend)],
  thresholds: [
    { from: -1e9, level: 'bad' },
    { from: 0, level: 'watch' },
    { from: 0.25, level: 'good' },
  ],
  tells:
    'How much of what may go wrong in the period has not gone wrong yet. 100 %: nothing has. Below 0: the objective is missed.',
  looksBad: 'Little is left: see what burns it (Burn rate by window), and put off what may break more.',
  expects: { range: [-1e9, 1], ...quiet },
});

export const ifItGoesOn = table({
  id: 'objectives-if-it-goes-on',
  title: 'If it goes on like the last 5 min',
  unit: 'short',
  queries: [
    value('goal', each(objective.goal), 'goal', { unit: 'percentunit' }),
    value('burn', burn, 'burn rate', { expects: anyShare }),
    value('gone', goneIn, 'gone in', {
      unit: 's',
      expects: { mayBeEmpty: 'no budget would be used up', lazyMetrics: otherWindows },
    }),
  ],
  table: { labels: { [name]: 'Objective' }, sortBy: 'burn' },
  tells:
    'The burn rate of the last 5 min, and after how long the budget of the period would be gone. Nothing there: never, at this rate.',
  looksBad: 'The time is shorter than you need for a repair: undo the last change first, and look for the cause later.',
});

export const burnByWindow = timeseries({
  id: 'objectives-burn-by-window',
  title: 'Burn rate by window',
  unit: 'short',
  queries: [
    series(
      'A',
      `max by (${label.window}) ({__name__=~"${sloWindows.map((w) => objective.share + w).join('|')}", ${name}=${oneOf('objective')}} / on (sloth_id) group_left ${objective.budget})`,
      `{{${label.window}}}`,
      { expects: anyShare },
    ),
  ],
  thresholds: burnLevels,
  legend: worstFirst,
  tells:
    'How many times faster than allowed the budget burns, in each window. Alerts look at pairs: 14.4 and 6 page, 3 and 1 make a ticket.',
  looksBad:
    'A short and a long window are above a dashed line: an alert fires. Only short ones: it has just begun. Only long ones: it is over.',
});

export const alertsNow = table({
  id: 'objectives-alerts-now',
  title: 'Alerts now',
  unit: 's',
  queries: [
    value(
      'A',
      `time() - (max by (${label.alert}, ${label.severity}, ${label.alertState}) (${objective.alerts}) * on (${label.alert}, ${label.severity}) group_left min by (${label.alert}, ${label.severity}) (${objective.alertsSince}))`,
      'for',
      {
        expects: {
          mayBeEmpty: 'no alert is pending or firing',
          lazyMetrics: { [objective.alerts]: 'an alert', [objective.alertsSince]: 'an alert' },
        },
      },
    ),
  ],
  table: {
    labels: { [label.alert]: 'Alert', [label.severity]: 'Severity', [label.alertState]: 'State' },
    sortBy: 'A',
  },
  tells: 'Every alert whose condition holds, and for how long: pending until it has held long enough, then firing.',
  looksBad: 'A page: its annotations say what it means and what to do. http://127.0.0.1:4000/alerts shows them.',
});

export const budgetOverTime = timeseries({
  id: 'objectives-budget-over-time',
  title: 'Budget left over time',
  unit: 'percentunit',
  queries: [series('A', left, legend)],
  tells: 'What was left of each budget. It falls with each bad request, and rises as old ones leave the period.',
  looksBad: 'A step downwards is an outage, a slope a steady loss: a step needs a repair, a slope a decision.',
  expects: { range: [-1e9, 1], ...quiet },
});

export const badShare = timeseries({
  id: 'objectives-bad-share',
  title: 'Bad requests, last 5 min',
  unit: 'percentunit',
  queries: [series('A', each(`${objective.share}5m`), legend)],
  tells: 'The share of requests that count as bad for each objective: failed, or slower than it allows.',
  looksBad: 'OpenTelemetry APM says which route it is, and its traces say why.',
  expects: { range: [0, 1], ...quiet },
});
