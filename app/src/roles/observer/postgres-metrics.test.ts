import { expect, test } from 'vitest';
import { measurementsOf } from './postgres-metrics.ts';

const view = {
  labels: { database: 'postgresql.database.name', table_name: 'postgresql.table.name' },
  columns: {
    n_tup_ins: { name: 'postgresql.operations', unit: '1', kind: 'counter', attributes: { operation: 'ins' } },
    n_live_tup: { name: 'postgresql.rows', unit: '1', kind: 'updowncounter', attributes: { state: 'live' } },
  },
} as const;

test('a column of a row is a measurement, with the labels of the row and its own', () => {
  const row = { database: 'shop', table_name: 'orders', n_tup_ins: '12', n_live_tup: '10' }; // bigint comes as text
  expect(measurementsOf(view, [row], 500)).toEqual([
    {
      name: 'postgresql.operations',
      unit: '1',
      kind: 'counter',
      value: 12,
      attributes: { 'postgresql.database.name': 'shop', 'postgresql.table.name': 'orders', operation: 'ins' },
      since: 500,
    },
    {
      name: 'postgresql.rows',
      unit: '1',
      kind: 'updowncounter',
      value: 10,
      attributes: { 'postgresql.database.name': 'shop', 'postgresql.table.name': 'orders', state: 'live' },
    },
  ]);
});

test('a column that is null or absent has no measurement: not zero', () => {
  expect(measurementsOf(view, [{ database: 'shop', table_name: 'orders', n_tup_ins: null }], 0)).toEqual([]);
});

test('a view with a beginning of its own counts since then', () => {
  const row = { database: 'shop', table_name: 'orders', n_tup_ins: 1, since: new Date(900) };
  expect(measurementsOf(view, [row], 500)).toMatchObject([{ since: 900 }]);
});
