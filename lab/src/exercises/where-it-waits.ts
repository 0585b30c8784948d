import { label } from '@span-metrics-lab/grafana';
import type { Exercise } from './exercise.ts';

/** What waited at least this long in a queue did so because nobody could handle it, s. */
const LONG = 5;
const longest = `sort_desc(max by (${label.topic}) (max_over_time(shop_queue_oldest_age_seconds[15m])))`;

/** A queue parts the answer from the work. */
export const whereItWaits: Exercise = {
  id: 'where-it-waits',
  title: 'Where does this purchase wait?',
  needs: 'shop',
  question:
    'Stop orders for ten seconds and queue a purchase meanwhile: it is answered all the same. Where does it wait until orders is back?',
  form: 'the name of a topic',
  steps: [
    { do: 'Run in a terminal: npm run lab -- stop orders', open: '/start?part=orders' },
    { do: 'Press “A purchase, queued”: which step is the last that it passes?', open: '/start' },
    { do: 'Wait ten seconds, then run: npm run lab -- start orders', open: '/start?part=kafka' },
    { do: 'Compare the age of the oldest message of both groups.', open: '/shop/kafka?from=5m' },
    {
      do: 'Open the trace of that purchase: between which two spans is nothing?',
      open: '/traces?service=gateway&operation=POST+%2Fpurchases&minDuration=5000',
    },
  ],
  lesson:
    'The answer 202 says that the message is kept, not that the work is done. Lag is how many messages wait, age is how long the oldest has waited: only age tells a busy queue from one that nobody can work off. A message that is tried again keeps its place, so everything behind it in its partition waits too.',
  judge: async (answer, { prometheus }) => {
    const [first, second] = await prometheus.query(longest);
    const topic = first?.labels[label.topic] ?? '';
    if (!first || first.value < LONG) {
      return {
        right: false,
        says: `No message has waited for ${LONG} s in the last 15 minutes${first ? ` (the longest: ${first.value.toFixed(1)} s)` : ''}: stop orders first, then queue a purchase.`,
      };
    }
    const other = second ? `, on ${second.labels[label.topic]} ${second.value.toFixed(1)} s` : '';
    if (answer.trim().toLowerCase() === topic)
      return { right: true, says: `On ${topic} a message waited ${first.value.toFixed(1)} s${other}.` };
    return { right: false, says: `Not there. A message waited ${first.value.toFixed(1)} s, on another topic.` };
  },
};
