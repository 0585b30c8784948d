import * as postgres from '../panels/postgres.ts';
import { dashboard } from './build.ts';

export const postgresDashboard = dashboard({
  uid: 'postgres',
  title: 'Postgres',
  short: 'Postgres',
  file: 'Shop/postgres.json',
  answers: 'What does the shop’s database do, and is it the reason why orders are slow?',
  reading:
    'Transactions and rows first: they follow the purchases. Then the time of queries, and what they read. The observer asks Postgres every second.',
  capability: 'shop',
  variables: [],
  rows: [
    [
      100,
      'Orders',
      [1, postgres.up, 4, 8],
      [2, postgres.transactions, 10, 8],
      [3, postgres.operations, 10, 8],
      [4, postgres.outbox, 8, 8],
      [5, postgres.rows, 16, 8],
    ],
    [101, 'Queries', [6, postgres.queryTime, 24, 8], [7, postgres.scans, 12, 8], [8, postgres.indexes, 12, 8]],
    [
      102,
      'Memory and disk',
      [9, postgres.cache, 12, 8],
      [10, postgres.connections, 12, 8],
      [11, postgres.dead, 12, 8],
      [12, postgres.size, 12, 8],
    ],
  ],
});
