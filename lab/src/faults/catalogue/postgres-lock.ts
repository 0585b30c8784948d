import type { Fault } from '../fault.ts';
import { at, byFlags } from '../means/flags.ts';
import { onPanel, where } from '../sign.ts';

/** A transaction that nobody ends holds a lock on the table orders. */
export const postgresLock: Fault = {
  name: 'postgres-lock',
  group: 'shop',
  does: 'A transaction that nobody ends holds a lock on the table orders.',
  needs: ['shop'],
  means: byFlags('LOCK TABLE in a connection that stays idle', [
    { name: 'postgres-lock', rule: at('orders'), value: 1 },
  ]),
  sign: {
    ...onPanel({
      panel: 'apm-error-share-by-route',
      show: { service: 'orders' },
      line: where('span_name', 'POST /orders'),
    }),
    look: 'POST /orders fails with 503 after 2 s; reads go on',
    bound: { above: 0.3 },
  },
  within: { seen: 45, gone: 60 },
  counts: 'exact',
  cause:
    'Writes wait for the lock until their timeout, then fail. The one who holds it does nothing at all, which is why no trace shows it: look for the oldest open transaction in Postgres. A timeout for idle transactions would have ended it; here it was switched off.',
  game: {
    part: 'orders',
    level: 3,
    hints: ['Reading works, writing does not.', 'Who waits, and for whom? Nobody is busy.'],
  },
};
