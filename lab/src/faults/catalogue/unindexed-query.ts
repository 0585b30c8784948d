import type { Fault } from '../fault.ts';
import { at, byFlags } from '../means/flags.ts';
import { onPanel, where } from '../sign.ts';

/** orders looks for an order by an expression that no index has. */
export const unindexedQuery: Fault = {
  name: 'unindexed-query',
  group: 'shop',
  does: 'orders looks for an order by an expression that no index has.',
  needs: ['shop'],
  means: byFlags('a condition id::text instead of id', [{ name: 'unindexed-query', rule: at('orders'), value: 1 }]),
  sign: {
    ...onPanel({ panel: 'postgres-scans', line: where('postgresql_table_name', 'orders') }),
    look: 'orders is read from end to end, again and again',
    bound: { above: 0.5 },
  },
  within: { seen: 45, gone: 60 },
  counts: 'exact',
  cause:
    'Whoever wraps a column into a function or a cast gets no index on it: each lookup reads all rows. With a hundred rows nobody sees it; with a million each takes a second. The cache hides it while it hits, so it is off here as well.',
  game: {
    part: 'orders',
    level: 2,
    hints: [
      'Reading a purchase becomes slower with every purchase.',
      'How does Postgres look for an order: by an index?',
    ],
  },
};
