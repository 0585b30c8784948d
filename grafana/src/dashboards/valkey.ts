import * as valkey from '../panels/valkey.ts';
import { dashboard } from './build.ts';

export const valkeyDashboard = dashboard({
  uid: 'valkey',
  title: 'Valkey',
  short: 'Valkey',
  file: 'Shop/valkey.json',
  answers: 'How many orders are read from the cache, and how many had to be read from Postgres?',
  reading:
    'Hits and misses first, then what is stored. catalogue stores each order; orders looks here before it asks Postgres.',
  capability: 'shop',
  variables: [],
  rows: [
    [
      100,
      'Lookups',
      [
        [1, valkey.up, 4, 4],
        [2, valkey.hitRate, 4, 4],
      ],
      [3, valkey.lookups, 10, 8],
      [4, valkey.commands, 10, 8],
      [5, valkey.keys, 12, 8],
      [6, valkey.memory, 12, 8],
    ],
    [101, 'Server', [7, valkey.commandTime, 12, 8], [8, valkey.clients, 12, 8], [9, valkey.removed, 24, 8]],
  ],
});
