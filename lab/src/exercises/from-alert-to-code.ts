import type { LogLine } from '../backends/log-store.ts';
import type { Exercise } from './exercise.ts';

const burn = `max_over_time(ALERTS{alertstate="firing",sloth_slo="availability"}[15m])`;

/** From an alert over a route and a trace to the line that threw. */
export const fromAlertToCode: Exercise = {
  id: 'from-alert-to-code',
  title: 'From the alert to the line of code',
  needs: ['logs', 'alerts'],
  question:
    'Stock is stopped, and an alert says that gateway burns its error budget. Which line of the application threw the error that everything else follows from?',
  form: 'file and line as in a stack trace, such as app.ts:12',
  steps: [
    { do: 'Start the load. Run in a terminal: npm run lab -- stop stock', open: '/start' },
    { do: 'Wait for the alert, and read what it means and what to do.', open: '/alerts' },
    { do: 'Which route fails, and since when?', open: '/monitor?service=gateway' },
    {
      do: 'Open a failed trace of that route. Which service is the last that failed? The cause is there, not in gateway.',
      open: '/traces?service=gateway&errors=1',
    },
    {
      do: 'Its log lines stand below the spans. Open the one with severity error: the first line of its stack trace that is in app/src is the answer.',
    },
    { do: 'Run: npm run lab -- start stock, and see the alert resolve.', open: '/alerts' },
  ],
  lesson:
    'Each signal answers one question: the alert says that somebody is hurt, the metric since when and where, the trace which service, the log line which code. They can be followed only because they share names: the service and the route in all of them, the trace id in trace and log. The services in between log nothing of this error: they passed it on, and a stack trace of each of them would hide the one that matters.',
  judge: async (answer, { prometheus, logStore }) => {
    const now = Date.now() / 1000;
    const lines = await logStore!.search({
      severity: 'error',
      text: 'request failed',
      service: 'orders',
      start: now - 900,
      end: now,
      limit: 200,
    });
    const places = new Set(lines.flatMap((line) => thrownAt(line) ?? []));
    if (places.size === 0)
      return {
        right: false,
        says: 'orders has logged no error with a stack trace in the last 15 minutes: stop stock under load first.',
      };
    if ((await prometheus.query(burn)).length === 0)
      return { right: false, says: 'No alert of the objective “availability” has fired yet: wait for it.' };
    const given = /([\w.-]+\.ts):(\d+)/.exec(answer.trim());
    if (!given || !places.has(`${given[1]}:${given[2]}`))
      return { right: false, says: `Look at the stack trace of an error line of orders, in a trace of GET /chain.` };
    return { right: true, says: `${lines.length} lines of orders have it; the first of its stack trace in app/src.` };
  },
};

/** File and line of the first frame of the application in a line's stack trace; undefined without one. */
export function thrownAt({ attributes }: Pick<LogLine, 'attributes'>): string | undefined {
  const stack = attributes['exception.stacktrace'] ?? attributes['exception_stacktrace'] ?? '';
  return /app\/src\/(?:[\w.-]+\/)*([\w.-]+\.ts:\d+)/.exec(stack)?.[1];
}
