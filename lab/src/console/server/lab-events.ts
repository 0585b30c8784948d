import { Router } from 'express';
import { z } from 'zod';
import { eventKinds, type LabEvent, SHOWN_EVENTS } from '../../parts/lab-event.ts';
import { partNames } from '../../parts/parts.ts';
import { refuse } from './refuse.ts';

const event = z.object({
  at: z.number().positive(),
  part: z.enum(partNames),
  what: z.enum(eventKinds),
  fault: z.string().max(64).optional(),
});
const newest = z.array(event).max(SHOWN_EVENTS);

/** The events of the tool: the tool puts its newest ones here, the page shows them. Kept while this server runs. */
export function labEvents(): Router {
  let events: LabEvent[] = [];
  return Router()
    .get('/', (_request, response) => void response.json(events))
    .put('/', (request, response) => {
      const body = newest.safeParse(request.body);
      const expected = `at most ${SHOWN_EVENTS} events: at, part, what`;
      if (!body.success)
        return refuse(response, 400, 'These events cannot be shown.', expected, JSON.stringify(request.body));
      events = body.data;
      response.json(events);
    });
}
