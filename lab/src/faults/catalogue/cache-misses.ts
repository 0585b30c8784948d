import type { Fault } from '../fault.ts';
import { at, byFlags } from '../means/flags.ts';
import { onPanel } from '../sign.ts';

/** orders reads other keys of the cache than it writes, so that every read misses. */
export const cacheMisses: Fault = {
  name: 'cache-misses',
  group: 'shop',
  does: 'orders reads other keys of the cache than it writes, so that every read misses.',
  needs: ['shop'],
  means: byFlags('another prefix for reads', [{ name: 'cache-misses', rule: at('orders'), value: 1 }]),
  sign: {
    ...onPanel({ panel: 'valkey-lookups' }),
    look: 'misses only: the line of hits falls to zero',
    bound: { below: 0.1 },
  },
  within: { seen: 60, gone: 90 },
  counts: 'exact',
  cause:
    'A cache that never hits costs more than none: each read asks it first, then Postgres, and writes an answer that nobody will read. Nothing fails, the database has several times its load, and the cache grows. Typical after a release that changes keys on one side.',
  game: {
    part: 'orders',
    level: 2,
    hints: ['Everything is answered, a little slower.', 'What was the cache asked for, and what did it have?'],
  },
};
