import { guests } from '../parts/parts.ts';
import type { Exercise } from './exercise.ts';

/** Context crosses languages, because all of them write the same header. */
export const acrossLanguages: Exercise = {
  id: 'across-languages',
  title: 'One trace, several languages',
  needs: ['guests'],
  question:
    'One request to FastAPI’s /chain passes through every guest and the lab’s own services. In how many languages are they written, judging by their resources?',
  form: 'a number',
  steps: [
    { do: 'Run in a terminal: curl http://127.0.0.1:8020/chain', open: '/start?part=guest-fastapi' },
    {
      do: 'Open the trace and click a span of each service: its resource has “telemetry.sdk.language”.',
      open: '/traces?service=guest-fastapi&operation=GET+%2Fchain',
    },
    { do: 'Compare the names of their SERVER spans, and their “http.route”.' },
  ],
  lesson:
    'The header traceparent carries trace id and parent over HTTP, whatever the language: W3C Trace Context. The names of spans and attributes agree too, but only where each service uses the current conventions: Python still needs OTEL_SEMCONV_STABILITY_OPT_IN=http.',
  judge: async (answer, { stores }) => {
    const [store] = stores;
    const now = Date.now() / 1000;
    const search = { service: guests[0]!, operation: 'GET /chain', start: now - 900, end: now, limit: 1 };
    const [newest] = await store!.search(search);
    if (!newest)
      return { right: false, says: `No request to /chain of ${guests[0]} in the last 15 minutes: send one first.` };
    const spans = await store!.trace(newest.traceId);
    const languages = [...new Set(spans.map(({ resource }) => String(resource['telemetry.sdk.language'])))];
    return Number(answer) === languages.length
      ? { right: true, says: `${languages.join(', ')}: ${new Set(spans.map((span) => span.service)).size} services.` }
      : { right: false, says: 'Open the trace, and count the different values of “telemetry.sdk.language”.' };
  },
};
