import type { Fault } from '../fault.ts';
import { byPart } from '../means/parts.ts';
import { onPanel, where } from '../sign.ts';

/** Postgres is stopped. */
export const postgresStopped: Fault = {
  name: 'postgres-stopped',
  group: 'shop',
  does: 'Postgres is stopped.',
  needs: ['shop'],
  means: byPart('postgres', 'stopped'),
  sign: {
    ...onPanel({
      panel: 'apm-error-share-by-route',
      show: { service: 'orders' },
      line: where('span_name', 'POST /orders'),
    }),
    look: 'POST /orders fails with 503',
    bound: { above: 0.3 },
  },
  within: { seen: 45, gone: 90 },
  namedBy: { alert: 'EngineDown', hop: 'database' },
  counts: 'exact',
  cause:
    'Direct purchases fail at once. Queued ones are accepted and wait in Kafka until it is back, then each is made once: their id says that they are the same. Two ways for one business, with two failures.',
  game: {
    part: 'postgres',
    level: 1,
    hints: ['Some purchases fail, some are late.', 'Which store do all failed traces end at?'],
  },
};
