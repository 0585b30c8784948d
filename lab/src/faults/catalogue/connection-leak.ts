import type { Fault } from '../fault.ts';
import { at, byFlags } from '../means/flags.ts';
import { onPanel, where } from '../sign.ts';

/** orders keeps the connections of its pool and never gives them back. */
export const connectionLeak: Fault = {
  name: 'connection-leak',
  group: 'shop',
  does: 'orders keeps the connections of its pool and never gives them back.',
  strength: { usual: 9, min: 1, max: 9, unit: 'connections' },
  needs: ['shop'],
  means: byFlags('connections that are taken and not released', [
    { name: 'connection-leak', rule: at('orders'), value: 'strength' },
  ]),
  sign: {
    ...onPanel({
      panel: 'apm-error-share-by-route',
      show: { service: 'orders' },
      line: where('span_name', 'POST /orders'),
    }),
    look: 'POST /orders fails with 503 after 2 s of waiting',
    bound: { above: 0.3 },
  },
  within: { seen: 45, gone: 60 },
  counts: 'exact',
  cause:
    'Requests wait for a connection until their timeout. Postgres is idle, and its number of connections is as high as the pool allows: they are open and do nothing. In the trace there is no query at all, only time without a span.',
  game: {
    part: 'orders',
    level: 3,
    hints: ['orders is slow and fails, Postgres is not busy.', 'Open a failed trace: how long is the query?'],
  },
};
