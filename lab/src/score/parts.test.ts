import { describe, expect, test } from 'vitest';
import { categoryOf, scoreOf } from './formula.ts';
import { shapeOf, unbounded } from './literals.ts';
import { redacted, secretIn } from './redact.ts';
import { isUcum, unitInName } from './ucum.ts';

describe('the formula', () => {
  const some = (impact: 'critical' | 'important' | 'normal' | 'low', passed: number, all: number) =>
    Array.from({ length: all }, (_, i) => ({ impact, state: i < passed ? ('passed' as const) : ('failed' as const) }));

  test('gives the score of the specification’s example', () => {
    const results = [
      ...some('critical', 4, 8),
      ...some('important', 8, 10),
      ...some('normal', 6, 8),
      ...some('low', 1, 5),
    ];
    expect(scoreOf(results)).toBe(63.8); // 530 of 830
  });

  test('leaves out what does not apply, and never rounds up to 100 or to a better category', () => {
    expect(scoreOf([...some('low', 1, 1), { impact: 'critical', state: 'not applicable' }])).toBe(100);
    expect(scoreOf([...some('critical', 999, 999), ...some('low', 0, 1)])).toBe(99.9);
    const words = ['excellent', 'good', 'good', 'needs improvement', 'needs improvement', 'poor'];
    expect([90, 89.9, 75, 74.9, 50, 49.9].map(categoryOf)).toEqual(words);
  });
});

test('ids in names are seen, and words with digits are not', () => {
  const same = ['GET /users/17', 'GET /users/4711', 'GET /users/6f9619ff-8b86-d011-b42d-00c04fc964ff'];
  expect(new Set(same.map(shapeOf))).toEqual(new Set(['GET /users/*']));
  for (const name of [
    'GET /v1/items',
    'process order-created-v2',
    'GET /oauth2callback',
    'SELECT items',
    'GET /items/{id}',
    'GET /a/:id',
    'HTTP 1.1',
  ])
    expect(shapeOf(name), name).toBe(name);
  expect(unbounded(['load 1', 'load 2']).size).toBe(0);
  expect([...unbounded(['load 1', 'load 2', 'load 3', 'load 3']).values()]).toEqual([['load 1', 'load 2', 'load 3']]);
});

test('units of UCUM are taken, words are not', () => {
  for (const unit of [
    's',
    'ms',
    'By',
    'KiBy',
    '1',
    '%',
    '{request}',
    'By/s',
    '{request}/s',
    '1/s',
    'm/s2',
    'Cel',
    'kBy',
    '10*3',
    'A.h',
  ])
    expect(isUcum(unit), unit).toBe(true);
  for (const unit of ['', 'seconds', 'bytes', 'requests', 'count', 'sec', 'KB', 's/', '{a}{b}'])
    expect(isUcum(unit), unit).toBe(false);
});

test('the unit in a name is found as a word of its own', () => {
  expect(unitInName('collection.duration.seconds', 's')).toBe('seconds');
  expect(unitInName('cache_size_bytes', 'By')).toBe('bytes');
  expect(unitInName('wait.ms', 'ms')).toBe('ms');
  expect(unitInName('http.server.active_requests', '{request}')).toBeUndefined();
  expect(unitInName('system.memory.usage', 'By')).toBeUndefined();
  expect(unitInName('db.client.connections.max', '1')).toBeUndefined();
});

const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefgh';

test.each([
  ['user.email', 'jane@example.com', 'jane@'],
  ['url.full', 'https://a/?token=abc123def', 'abc123def'],
  ['url.full', 'postgres://me:hunter2@db/x', 'hunter2'],
  ['http.request.header.authorization', 'Bearer abcdefghijkl', 'abcdefghijkl'],
  ['note', `got ${jwt}`, jwt],
  ['note', 'AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE'],
  ['card', '4111 1111 1111 1111', '4111 1111'],
  ['process.command_args', '--password=hunter2x', 'hunter2x'],
])('a secret in %s is found, and hidden: %s', (key, value, secret) => {
  expect(secretIn(key, value)).toBeTruthy();
  expect(redacted(value)).not.toContain(secret);
});

test.each([
  ['url.full', 'https://a/?token=REDACTED'],
  ['url.full', 'http://shop:8000/items/1'],
  ['db.query.text', 'SELECT password FROM users WHERE token = $1'],
  ['enduser.password', '***'],
  ['exception.stacktrace', 'at node:internal/process/task_queues:104:5 (file:///a@1.2.3/b.js)'],
  ['token.count', 17],
  ['user_agent.original', 'Mozilla/5.0 (X11; Linux x86_64)'],
])('nothing is found in %s: %s', (key, value) => {
  expect(secretIn(key, value)).toBeUndefined();
});
