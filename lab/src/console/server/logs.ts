import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { LogLine, LogStore } from '../../backends/log-store.ts';
import { type LineCount, most, severities, type ShownLine, type ShownLines } from '../shown-line.ts';
import { refuse, refuseWithoutAnswer } from './refuse.ts';

const seconds = z.coerce.number().min(0).max(1e11);
const range = { start: seconds, end: seconds };
const searched = z.object({
  text: z.string().max(200).optional(),
  severity: z.enum(severities).optional(),
  service: z.string().max(200).optional(),
  ...range,
  limit: z.coerce.number().int().min(1).max(most.lines).default(100),
});
const traceId = z.object({ traceId: z.string().regex(/^[0-9a-f]{32}$/) });

/** Log lines for the page: of a trace, by a search, and how many there are of which service. */
export function logs(store: LogStore | undefined): Router {
  const router = Router();

  router.get(
    '/traces/:traceId',
    answer(
      traceId,
      ({ params }) => params,
      async (of, { traceId }) => {
        const lines = await of.linesOfTrace(traceId);
        return shown(lines.slice(0, most.lines), lines.length > most.lines);
      },
    ),
  );
  router.get(
    '/search',
    answer(
      searched,
      ({ query }) => query,
      async (of, { text, severity, service, limit, start, end }) => {
        const lines = await of.search({
          ...(text && { text }),
          ...(severity && { severity }),
          ...(service && { service }),
          start,
          end,
          limit: limit + 1, // one more than is shown says that there are more
        });
        return shown(lines.slice(0, limit), lines.length > limit);
      },
    ),
  );
  router.get(
    '/counts',
    answer(
      z.object(range),
      ({ query }) => query,
      async (of, { start, end }) => {
        const counts = new Map<string, LineCount>();
        for (const { service, severity, lines } of await of.volume({ start, end, step: stepOf(end - start) })) {
          const key = JSON.stringify([service, severity]);
          counts.set(key, { service, severity, lines: (counts.get(key)?.lines ?? 0) + lines });
        }
        return [...counts.values()].slice(0, most.lines);
      },
    ),
  );
  return router;

  /** Answers with what a store says to checked parameters, or refuses. */
  function answer<Given>(
    schema: z.ZodType<Given>,
    given: (request: Request) => unknown,
    ask: (store: LogStore, given: Given) => Promise<unknown>,
  ) {
    return async (request: Request, response: Response) => {
      if (!store)
        return refuse(response, 404, 'This lab keeps no log lines.', 'npm start -- --with logs', 'a lab without them');
      const parsed = schema.safeParse(given(request));
      if (!parsed.success) {
        const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
        return refuse(
          response,
          400,
          'There is no such search for log lines.',
          Object.keys(request.query).join(', ') || 'a trace id of 32 hexadecimal digits',
          wrong,
        );
      }
      try {
        response.json(await ask(store, parsed.data));
      } catch (error) {
        refuseWithoutAnswer(response, store.name, error);
      }
    };
  }
}

/** Whole minutes, about 30 of them in the range: the page adds them up, and a store counts what lies in full steps. */
function stepOf(seconds: number): number {
  return Math.max(1, Math.ceil(seconds / 30));
}

function shown(lines: readonly LogLine[], more: boolean): ShownLines {
  return { lines: lines.map(shownLine), more };
}

function shownLine({ time, text, attributes, ...line }: LogLine): ShownLine {
  return {
    ...line,
    time: String(time),
    text: text.slice(0, most.text),
    ...(text.length > most.text && { length: text.length }),
    attributes: Object.fromEntries(
      Object.entries(attributes)
        .slice(0, most.attributes)
        .map(([name, value]) => [name.slice(0, 200), value.slice(0, most.value)]),
    ),
  };
}
