import { label } from '@span-metrics-lab/grafana';
import type { Exercise } from './exercise.ts';

const firing = (labels: string) => `max_over_time(ALERTS{alertstate="firing",${labels}}[15m])`;

/** What follows from the collector that is down: alertmanager/config.yaml holds it back by this label. */
const heldBack = `max by (alertname, job, ${label.service}) (${firing('collector="behind"')})`;
const cause = firing('alertname="TargetDown",job="otel-collector"');

/** From many alerts to the one that was sent. */
export const twoAlertsOneCause: Exercise = {
  id: 'two-alerts-one-cause',
  title: 'Two alerts, one cause',
  needs: ['alerts'],
  question:
    'The collector is stopped. Soon Prometheus has many alerts that fire, but one notification arrives. How many alerts were held back because they follow from it?',
  form: 'a number',
  steps: [
    { do: 'Start the load, so that there is something to miss.', open: '/start' },
    { do: 'Run in a terminal: npm run lab -- stop collector. Wait half a minute.' },
    { do: 'Which alerts fire? Which of them are marked as held back, and by what?', open: '/alerts' },
    { do: 'Which notifications arrived? Count those and compare.', open: '/alerts' },
    { do: 'Run: npm run lab -- start collector. See the alerts resolve, one after the other.', open: '/alerts' },
  ],
  lesson:
    'One fault has many symptoms: behind a collector that is down every endpoint of it is down, and no service is heard. An inhibition rule says which alert explains which, so that one person is woken once, and reads the cause first. It holds back only while the cause fires, and only what carries the same label: an alert of something else arrives as ever. Write the rule when you write the alert; at night it is too late.',
  judge: async (answer, { prometheus }) => {
    const given = Number(answer.trim());
    const [behind, down] = await Promise.all([prometheus.query(heldBack), prometheus.query(cause)]);
    if (down.length === 0 || behind.length === 0)
      return {
        right: false,
        says: 'In the last 15 minutes no alert followed from a collector that was down: stop it first.',
      };
    if (given !== behind.length)
      return {
        right: false,
        says: 'Count each alert with its labels: two services that are not heard are two alerts.',
      };
    const names = behind.map(({ labels }) => `${labels['alertname']} of ${labels['job'] ?? labels[label.service]}`);
    return { right: true, says: `Held back: ${names.toSorted().join(', ')}. Sent: TargetDown of otel-collector.` };
  },
};
