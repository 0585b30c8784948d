import { label, objective } from '@span-metrics-lab/grafana';
import type { Exercise } from './exercise.ts';

const of = `${label.slo}="availability"`;

/** From a share of errors to a decision. */
export const isTheBudgetGone: Exercise = {
  id: 'is-the-budget-gone',
  title: 'Is the budget gone?',
  needs: 'alerts',
  question:
    'gateway may fail 1 % of its requests in an hour. orders is away for half a minute under load. How many times faster than allowed have the errors of the last 5 minutes burnt the budget, and is it gone?',
  form: 'the burn rate, and yes or no, such as: 0.8 no',
  steps: [
    { do: 'Start the load and let it run for a minute.', open: '/start' },
    {
      do: 'Run in a terminal: npm run lab -- stop orders; sleep 30; npm run lab -- start orders',
    },
    {
      do: 'Bad requests, last 5 min: the share for availability. Divide it by the share that is allowed, 1 %.',
      open: '/objectives?from=15m',
    },
    {
      do: 'Budget left: what remains of that 1 % over the whole period, an hour here. Below 0 it is gone.',
      open: '/objectives?from=15m',
    },
    {
      do: 'Burn rate by window: which windows are above 14.4, 6, 3 and 1, and which fall first? Each alert looks at two: compare with Alerts now.',
      open: '/objectives?from=15m',
    },
  ],
  lesson:
    'A share of errors says little by itself: 7 % for ten seconds is nothing, 1.1 % for a month is a broken promise. The burn rate compares it with the promise: at 1 the budget lasts exactly the period, at 7 a seventh of it. An alert asks a long window whether it matters and a short one whether it still goes on: so a page comes soon, and ends soon after the errors do. A budget that is gone is a reason to stop releasing; one that is never touched, to take more risks.',
  judge: async (answer, { prometheus }) => {
    const [burn] = await prometheus.query(`max(${objective.share}5m{${of}}) / max(${objective.budget}{${of}})`);
    const [left] = await prometheus.query(`max(${objective.budgetLeft}{${of}})`);
    if (!burn || !left)
      return { right: false, says: 'No request has come in the last 5 minutes: start the load first.' };
    const [, said = '', word = ''] = /^\s*(\d+(?:[.,]\d+)?)\D*?\b(yes|no)\b/i.exec(answer) ?? [];
    if (!word) return { right: false, says: 'Answer with a number and yes or no, such as: 0.8 no' };
    const gone = left.value < 0;
    const off = Math.abs(Number(said.replace(',', '.')) - burn.value);
    if (off > Math.max(0.1, burn.value * 0.2))
      return {
        right: false,
        says: 'The burn rate is another: divide the share of bad requests by the 1 % that is allowed.',
      };
    if ((word.toLowerCase() === 'yes') !== gone)
      return { right: false, says: 'The burn rate is right. Look at Budget left again: is it above or below 0?' };
    const percent = (left.value * 100).toFixed(Math.abs(left.value) < 0.1 ? 1 : 0);
    return {
      right: true,
      says: `It burns ${burn.value.toFixed(1)} times faster than allowed, and ${percent} % of the budget is left.`,
    };
  },
};
