import { z } from 'zod';
import { jsonBody } from '../../http/json-body.ts';
import { parseInput } from '../../http/parse-input.ts';
import type { Routes } from '../../http/routes.ts';
import type { RoleContext } from '../role.ts';
import type { ObserverWork } from './work.ts';

/** Watches Postgres, Kafka and Valkey, with users that may read little else than what these say about themselves. */
export async function work(context: RoleContext): Promise<ObserverWork> {
  const { observe } = await import('./work.ts');
  return observe(context);
}

const question = z.object({
  ids: z.array(z.guid({ error: 'the UUID of an order' }), { error: 'a list of ids' }).max(2500, {
    error: 'at most 2,500 ids',
  }),
  since: z.number({ error: 'ms since the epoch' }).int({ error: 'ms since the epoch' }).min(0),
});

/** `/books`: in how many places orders are. It makes no span. */
export const routes = (_context: RoleContext, observing: ObserverWork | undefined): Routes => ({
  '/books': {
    post: [
      ...jsonBody,
      async (req, res) => {
        const { ids, since } = parseInput(question, req.body);
        res.json(await observing!.books(ids, since));
      },
    ],
  },
});

export const isPlayground = false;
