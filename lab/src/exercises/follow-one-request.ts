import { scenario } from '../parts/scenarios.ts';
import type { Exercise } from './exercise.ts';

const chain = scenario('GET /chain');

/** A trace is a tree: who made which span. */
export const followOneRequest: Exercise = {
  id: 'follow-one-request',
  title: 'Follow one request',
  question: 'One request to gateway’s /chain passes through three services. How many spans does its trace have?',
  form: 'a number',
  steps: [
    { do: 'Press “Send one request” and watch how long each hop takes.', open: '/start' },
    {
      do: 'Open its trace from there. Count the spans; look at “span.kind” of parent and child.',
      open: '/traces?service=gateway&operation=GET+%2Fchain',
    },
    {
      do: 'Compare: which spans does the Service view show as requests, and which not?',
      open: '/service?service=stock&from=5m',
    },
  ],
  lesson:
    'Each service creates one SERVER span for the request that it answers, and one CLIENT span for each call that it makes: 3 + 2. Only SERVER spans count as requests; CLIENT spans are counted too, but as calls. A CLIENT span is longer than the SERVER span below it: the difference is network and queueing time.',
  judge: async (answer) => {
    const right = chain.due(200).length + chain.clientSpans;
    const given = Number(answer);
    if (given === right)
      return { right: true, says: `${chain.due(200).length} SERVER spans and ${chain.clientSpans} CLIENT spans.` };
    return {
      right: false,
      says:
        given === chain.due(200).length
          ? 'These are the SERVER spans. The calls between the services have spans of their own.'
          : 'Open the trace and count its rows.',
    };
  },
};
