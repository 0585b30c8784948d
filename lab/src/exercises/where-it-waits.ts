import type { StoredSpan } from '../backends/trace-store.ts';
import type { Exercise } from './exercise.ts';

/** What waited at least this long did so because nobody could handle it, s. */
const LONG = 5;

/** A queue parts the answer from the work. */
export const whereItWaits: Exercise = {
  id: 'where-it-waits',
  title: 'Where does this purchase wait?',
  needs: ['shop'],
  question:
    'Stop orders for ten seconds and queue a purchase meanwhile: it is answered all the same. Where does it wait until orders is back?',
  form: 'the name of a topic',
  steps: [
    { do: 'Run in a terminal: npm run lab -- stop orders', open: '/start?part=orders' },
    { do: 'Press “A purchase, queued”: which step is the last that it passes?', open: '/start' },
    { do: 'Wait ten seconds, then run: npm run lab -- start orders', open: '/start?part=kafka' },
    { do: 'Compare the age of the oldest message of both groups.', open: '/shop/kafka?from=5m' },
    {
      do: 'Open the trace of that purchase: “process purchases” is there once for each try; which one succeeds?',
      open: '/traces?service=gateway&operation=POST+%2Fpurchases&minDuration=5000',
    },
  ],
  lesson:
    'The answer 202 says that the message is kept, not that the work is done. Lag is how many messages wait, age is how long the oldest has waited: only age tells a busy queue from one that nobody can work off. A message that is tried again keeps its place, so everything behind it in its partition waits too.',
  judge: async (answer, { stores }) => {
    const [store] = stores;
    const now = Date.now() / 1000;
    const tried = { service: 'fulfilment', operation: 'process purchases', errorsOnly: true };
    const found = await store!.search({ ...tried, start: now - 900, end: now, limit: 10 });
    const traces = await Promise.all(found.map(({ traceId }) => store!.trace(traceId)));
    const waits = traces.map(waitsIn).toSorted((a, b) => longestOf(b).seconds - longestOf(a).seconds)[0];
    if (!waits || longestOf(waits).seconds < LONG) {
      return {
        right: false,
        says: `No purchase has waited for orders for ${LONG} s in the last 15 minutes: stop orders first, then queue a purchase.`,
      };
    }
    const inWords = waits.map(({ topic, seconds }) => `${seconds.toFixed(1)} s on ${topic}`).join(', ');
    return answer.trim().toLowerCase() === longestOf(waits).topic
      ? { right: true, says: `It waited ${inWords}.` }
      : { right: false, says: 'Not there. Look for the time in its trace that no successful span fills.' };
  },
};

type Wait = { topic: string; seconds: number };

/** How long a purchase was on each topic: from when it was sent to the try that handled it, or the newest one. */
function waitsIn(spans: readonly StoredSpan[]): Wait[] {
  return ['purchases', 'orders-placed'].map((topic) => {
    const sent = spans.find(({ name }) => name === `send ${topic}`)?.end;
    const tries = spans.filter(({ name }) => name === `process ${topic}`).map(({ start }) => start);
    if (sent === undefined || tries.length === 0) return { topic, seconds: 0 };
    return { topic, seconds: Number(tries.reduce((a, b) => (a > b ? a : b)) - sent) / 1e9 };
  });
}

function longestOf(waits: readonly Wait[]): Wait {
  return waits.reduce((a, b) => (b.seconds > a.seconds ? b : a));
}
