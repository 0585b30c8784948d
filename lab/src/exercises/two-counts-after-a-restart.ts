import { label, metric, seriesOf } from '@span-metrics-lab/grafana';
import type { Exercise } from './exercise.ts';

const counted = seriesOf(metric.calls, { [label.service]: 'gateway' });

/** Counters belong to the process that counts. */
export const twoCountsAfterARestart: Exercise = {
  id: 'two-counts-after-a-restart',
  title: 'Two counts after a restart',
  question:
    'Restart the collector while requests come in. How many collector instances have counted requests of gateway in the last 15 minutes?',
  form: 'a number, two or more',
  steps: [
    { do: 'Start the load, wait ten seconds, then in a terminal: npm run lab -- restart collector', open: '/start' },
    {
      do: 'Watch the collector go red and come back, and its queue. The applications keep their spans meanwhile.',
      open: '/start',
    },
    {
      do: `In Prometheus, ask: count by (${label.instance}) (${counted}). Each instance has series of its own; the panels add them up.`,
      open: '/service?service=gateway&from=15m',
    },
  ],
  lesson:
    'A counter lives in the memory of the process that counts. The new collector begins at zero, under a label of its own (collector_instance_id), so that nobody mistakes the fall for a reset of the same counter. That is why every panel sums over instances, and why a total is a difference of counters plus what a new series was born with.',
  judge: async (answer, { prometheus }) => {
    const found = await prometheus.query(`count(count by (${label.instance}) (last_over_time(${counted}[15m])))`);
    const instances = found[0]?.value ?? 0;
    if (instances < 2)
      return { right: false, says: `Only ${instances} so far: restart the collector while the load runs.` };
    return Number(answer) === instances
      ? { right: true, says: `${instances} instances, and the total is their sum.` }
      : { right: false, says: 'Prometheus says another number. Ask it as in step 3.' };
  },
};
