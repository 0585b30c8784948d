import { byConnector, label, metric, selector } from '@span-metrics-lab/grafana';
import type { Exercise } from './exercise.ts';

const counted = `${metric.calls}{${selector({ [label.service]: 'gateway' })}, ${byConnector}}`;

/** Counters belong to the process that counts. */
export const twoCountsAfterARestart: Exercise = {
  id: 'two-counts-after-a-restart',
  title: 'Two counts after a restart',
  question:
    'Restart the collector while requests come in. How many collector instances have counted requests of gateway in the last 15 minutes?',
  form: 'a number, two or more',
  steps: [
    {
      do: 'Start the load, wait ten seconds, then run in a terminal: npm run lab -- restart collector',
      open: '/start',
    },
    {
      do: 'Watch the collector turn red and come back, and its queue grow and drain. Meanwhile the services keep their spans.',
      open: '/start',
    },
    {
      do: `Run in Prometheus: count by (${label.instance}) (${counted}). Each instance has its own series; the panels add them up.`,
      open: '/service?service=gateway&from=15m',
    },
  ],
  lesson:
    'A counter lives in the memory of the process that counts. The new collector starts at zero, under its own label value (collector_instance_id), so that nobody mistakes the drop for a reset of the same counter. That is why every panel sums over instances, and why a total is a difference of counters plus the first value of each new series.',
  judge: async (answer, { prometheus }) => {
    const found = await prometheus.query(`count(count by (${label.instance}) (last_over_time(${counted}[15m])))`);
    const instances = found[0]?.value ?? 0;
    if (instances < 2)
      return { right: false, says: `Only ${instances} so far: restart the collector while the load runs.` };
    return Number(answer) === instances
      ? { right: true, says: `${instances} instances, and the total is their sum.` }
      : { right: false, says: 'Prometheus has a different number. Run the query of step 3.' };
  },
};
