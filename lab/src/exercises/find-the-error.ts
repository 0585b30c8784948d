import { errorShare, label, selector, serverSpans } from '@span-metrics-lab/grafana';
import type { Exercise } from './exercise.ts';

const served = selector({ ...serverSpans, [label.service]: 'gateway' });

/** From an error rate to one request that failed. */
export const findTheError: Exercise = {
  id: 'find-the-error',
  title: 'Find the error',
  question:
    'One route of gateway fails every time. Which trace shows it? Answer with the trace id of one failed request to that route.',
  form: 'a trace id, 32 hexadecimal digits',
  steps: [
    { do: 'Start the load, or send some requests to /error_test yourself.', open: '/start' },
    { do: 'Sort the operations: which one has an error rate of 100 %?', open: '/monitor?service=gateway' },
    {
      do: 'Search for failed traces of gateway and open one of that route. Its span is marked as an error: look at error.type and http.response.status_code.',
      open: '/traces?service=gateway&errors=1',
    },
  ],
  lesson:
    'Metrics tell how often and since when; a trace tells why. A 4xx is not a server error: such spans do not have the status ERROR. To find a route that fails occasionally you need the metric; one that always fails shows up in either.',
  judge: async (answer, { prometheus, stores }) => {
    const id = answer.trim().toLowerCase();
    if (!/^[0-9a-f]{32}$/.test(id))
      return {
        right: false,
        says: 'That is not a trace id: one has 32 hexadecimal digits. The trace view shows it at the top.',
      };
    const shares = await prometheus.query(`sort_desc(${errorShare(served, [label.route], '1h')})`);
    const spans = await stores[0]!.trace(id);
    if (spans.length === 0) return { right: false, says: `No trace ${id} in ${stores[0]!.name}.` };
    const failed = spans.find(
      (span) => span.service === 'gateway' && span.kind === 'server' && span.status === 'error',
    );
    if (!failed) return { right: false, says: 'That trace exists, but gateway did not fail in it.' };
    const worst = shares.filter((share) => share.value > 0.99).map((share) => share.labels[label.route]);
    if (worst.length > 0 && !worst.includes(failed.name)) {
      return { right: false, says: `${failed.name} failed in that trace, but it does not fail every time.` };
    }
    return {
      right: true,
      says: `${failed.name} answered ${failed.attributes['http.response.status_code'] ?? 'with an error'} in that trace.`,
    };
  },
};
