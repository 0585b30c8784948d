import pg from 'pg';
import { expect, test } from 'vitest';
import { problemOf } from './postgres.ts';

const refused = (code: string, more: object = {}) =>
  Object.assign(new pg.DatabaseError('a message', 9, 'error'), { severity: 'ERROR', code, ...more });

test.each([
  ['nobody listens', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
  ['the connection ends', new Error('Connection terminated unexpectedly'), 'Connection terminated unexpectedly'],
  ['Postgres stops', refused('57P01'), 'a message (57P01)'],
  ['the disk is full', refused('53100'), 'a message (53100)'],
  ['the statement takes too long', refused('57014'), 'a message (57014)'],
  ['the password is wrong', refused('28P01'), 'a message (28P01)'],
  ['the schema is not there yet', refused('42P01'), 'a message (42P01)'],
])('%s: a problem with status 503', (_what, error, reason) => {
  expect(problemOf(error)).toMatchObject({ status: 503, message: `Postgres cannot be reached: ${reason}.` });
});

test('a statement that is wrong is a bug, and is reported without values', () => {
  const error = problemOf(refused('23514', { detail: 'Failing row contains (secret).' }));
  expect(error).not.toHaveProperty('status');
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('secret');
});
