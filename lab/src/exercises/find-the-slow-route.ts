import { average, label, selector, serverSpans } from '@span-metrics-lab/grafana';
import type { Exercise } from './exercise.ts';
import { sameRoute } from './route-name.ts';

const served = selector({ ...serverSpans, [label.service]: 'gateway' });

/** RED metrics: from a number to a route. */
export const findTheSlowRoute: Exercise = {
  id: 'find-the-slow-route',
  title: 'Find the slow route',
  question: 'Which route of gateway takes longest per request, on average over the last 15 minutes?',
  form: 'a route, such as GET /items/:id',
  steps: [
    { do: 'Start the load and let it run for half a minute.', open: '/start' },
    {
      do: 'Compare p95 by route with the average by route: a route that is always slow has both high; one that is sometimes slow has only a high p95.',
      open: '/service?service=gateway&from=15m',
    },
    {
      do: 'Open one of its slow requests and see whether the time is spent in the service itself or in a call.',
      open: '/traces?service=gateway&minDuration=500',
    },
  ],
  lesson:
    'The average has no bucket error, but quantiles do: a request of 1.0 s falls into the bucket from 1 to 2 s, so its p95 reads up to 1.95 s. A route that sleeps on purpose has one long span without children: time that no call explains is the service’s own.',
  judge: async (answer, { prometheus }) => {
    const averages = await prometheus.query(`sort_desc(${average(served, [label.route], '15m')})`);
    const [slowest, second] = averages;
    if (!slowest)
      return { right: false, says: 'gateway has answered no request in the last 15 minutes: start the load first.' };
    const name = slowest.labels[label.route] ?? '';
    if (sameRoute(answer, name)) {
      const other = second ? `; the next is ${second.labels[label.route]} with ${second.value.toFixed(0)} ms` : '';
      return { right: true, says: `${name} takes ${slowest.value.toFixed(0)} ms on average${other}.` };
    }
    const given = averages.find((one) => sameRoute(answer, one.labels[label.route] ?? ''));
    return {
      right: false,
      says: given
        ? `${given.labels[label.route]} takes ${given.value.toFixed(0)} ms on average. Another route is slower.`
        : `gateway has no route of that name. It answered requests to ${averages.length} routes.`,
    };
  },
};
