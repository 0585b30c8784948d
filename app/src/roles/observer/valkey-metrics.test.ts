import { expect, test } from 'vitest';
import { measurementsOf, parseInfo, startOf } from './valkey-metrics.ts';

/** Part of what Valkey 9.1.2 answers. */
const answer = [
  '# Server',
  'run_id:0f1c',
  'uptime_in_seconds:12',
  '',
  '# Stats',
  'total_commands_processed:345',
  'keyspace_hits:30',
  'keyspace_misses:10',
  'used_memory:1109768',
  '# Commandstats',
  'cmdstat_client|setinfo:calls=2,usec=1,usec_per_call=0.50,rejected_calls=0,failed_calls=0',
  'cmdstat_set:calls=7,usec=21,usec_per_call=3.00,rejected_calls=0,failed_calls=0',
  '# Keyspace',
  'db0:keys=7,expires=1,avg_ttl=0',
  '',
].join('\r\n');

const info = parseInfo(answer);

test('INFO is read field by field, without its titles', () => {
  expect([...info.keys()]).not.toContain('# Server');
  expect(info.get('run_id')).toBe('0f1c');
  expect(info.get('cmdstat_client|setinfo')).toContain('calls=2');
});

test('counters count since the server began, gauges have no beginning', () => {
  const measured = measurementsOf(info, 1000);
  expect(measured).toContainEqual({
    name: 'redis.keyspace.hits',
    unit: '{hit}',
    kind: 'counter',
    value: 30,
    since: 1000,
  });
  expect(measured).toContainEqual({ name: 'redis.memory.used', unit: 'By', kind: 'gauge', value: 1109768 });
});

test('databases and commands are told apart by the attributes of redisreceiver', () => {
  const measured = measurementsOf(info, 0).filter(({ attributes }) => attributes);
  expect(measured.map(({ name, value, attributes }) => [name, value, attributes])).toEqual([
    ['redis.db.keys', 7, { db: '0' }],
    ['redis.db.expires', 1, { db: '0' }],
    ['redis.cmd.calls', 2, { cmd: 'client|setinfo' }],
    ['redis.cmd.time', 1, { cmd: 'client|setinfo' }],
    ['redis.cmd.calls', 7, { cmd: 'set' }],
    ['redis.cmd.time', 21, { cmd: 'set' }],
  ]);
});

test('a field that is absent has no measurement, but a server without keys has 0 of them', () => {
  const measured = measurementsOf(parseInfo('keyspace_hits:1\r\n'), 0);
  expect(measured.map(({ name, value }) => [name, value])).toEqual([
    ['redis.keyspace.hits', 1],
    ['redis.db.keys', 0],
    ['redis.db.expires', 0],
  ]);
});

test('the beginning is never later than the server was started, whose uptime is rounded down', () => {
  expect(startOf(parseInfo('uptime_in_seconds:12'), 100_000)).toBe(87_000);
});
