import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryHome } from '../../../base/testing.ts';
import { readLabEnv } from '../../../parts/env-file.ts';
import { labFiles } from '../../lab-files.ts';
import { madeOnce } from '../made-once.ts';
import type { LabState } from '../state-file.ts';
import { explainKafka } from './explain-kafka.ts';
import { explainPostgres } from './explain-postgres.ts';
import { planOf } from './index.ts';
import { explainValkey } from './valkey.ts';

const home = temporaryHome();

const env = readLabEnv({ shell: { SHOP_PASSWORD: 'open-sesame', OBSERVER_PASSWORD: 'see-all' } });
const state = (capabilities: LabState['capabilities']) =>
  ({
    version: 2,
    stack: 'tempo',
    startedAt: '',
    phase: 'up',
    env,
    configs: {},
    processes: {},
    capabilities,
    engines: Object.fromEntries(
      ['postgres', 'valkey', 'kafka', 'java'].map((name) => [
        name,
        { path: `/x/${name}`, origin: 'cache', version: '1' },
      ]),
    ),
  }) satisfies LabState;

test('services get the addresses of the shop only in a lab with it', () => {
  expect(planOf('orders').command(state([])).env).not.toHaveProperty('POSTGRES_URL');
  expect(planOf('orders').command(state(['shop'])).env).toMatchObject({
    POSTGRES_URL: `postgres://shop@127.0.0.1:${env.POSTGRES_PORT}/shop`,
    KAFKA_BROKERS: `127.0.0.1:${env.KAFKA_PORT}`,
    VALKEY_URL: `redis://shop@127.0.0.1:${env.VALKEY_PORT}`,
    SHOP_PASSWORD: 'open-sesame',
  });
});

test('the observer speaks as a user of its own, and does not know the password of the other', () => {
  const { env: given } = planOf('observer').command(state(['shop']));
  expect(given).toMatchObject({ ROLE: 'observer', OBSERVER_PASSWORD: 'see-all' });
  expect([given['POSTGRES_URL'], given['VALKEY_URL']].join()).not.toContain('shop@');
  expect(JSON.stringify(given)).not.toContain('open-sesame');
});

test.each(['postgres', 'kafka', 'valkey'] as const)(
  '%s listens on loopback, and its command has no password',
  (part) => {
    const command = JSON.stringify(planOf(part).command(state(['shop'])));
    expect(command).not.toMatch(/open-sesame|see-all/);
    if (part !== 'kafka') expect(command).toContain('127.0.0.1');
  },
);

test('Valkey reads passwords as sums from a file that only this user may read', async () => {
  await planOf('valkey').prepare?.(state(['shop']));
  const file = join(labFiles().run, 'valkey/users.acl');
  const text = readFileSync(file, 'utf8');
  expect(text).toMatch(/^user default reset off$/m);
  expect(text.match(/ #[0-9a-f]{64} /g)).toHaveLength(2);
  expect(text).not.toMatch(/open-sesame|see-all|\$\{/);
  expect(statSync(file).mode & 0o077).toBe(0);
});

test('what was interrupted while it was made is made again', async () => {
  const folder = join(home.path, 'made');
  const half = madeOnce(folder, async (draft) => {
    mkdirSync(join(draft, 'half'), { recursive: true });
    throw new Error('killed');
  });
  await expect(half).rejects.toThrow('killed');
  await madeOnce(folder, async (draft) => void mkdirSync(draft));
  expect(() => statSync(join(folder, 'half'))).toThrow('ENOENT');
  await madeOnce(folder, () => Promise.reject(new Error('made twice')));
});

// as the engines write them
test.each([
  ['LOG:  could not bind IPv4 address "127.0.0.1": Address already in use', /POSTGRES_PORT=/],
  ['FATAL:  could not write to file "pg_wal/xlogtemp.42": No space left on device', /free some space/],
  ['FATAL:  database files are incompatible with server', /down --volumes/],
  ['FATAL:  lock file "postmaster.pid" already exists', /end it/],
  ['FATAL:  could not access directory "/root/x": Permission denied', /chmod o\+x/],
])('Postgres: %s', (line, next) => expect(explainPostgres(line, '/data')?.next).toMatch(next));

test.each([
  [
    'org.apache.kafka.common.KafkaException: Socket server failed to bind to 127.0.0.1:9092: Address already in use.',
    /KAFKA_PORT=/,
  ],
  ['java.io.IOException: No space left on device', /free some space/],
  ["InconsistentClusterIdException: The Cluster ID a doesn't match stored clusterId b", /down --volumes/],
  ['java.lang.RuntimeException: Error: node ID not found in /data/kafka/log', /put it back/],
  ['No readable meta.properties files found.', /put it back/],
  ['Terminating due to java.lang.OutOfMemoryError: Java heap space', /KAFKA_HEAP=/],
])('Kafka: %s', (line, next) => expect(explainKafka(line, '/data')?.next).toMatch(next));

test.each([
  [
    'Warning: Could not create server TCP listening socket 127.0.0.1:6379: bind: Address already in use',
    /VALKEY_PORT=/,
  ],
  ['Bad file format reading the append only file appendonly.aof.1.incr.aof', /rm -r/],
  ["Can't open or create append-only dir appendonlydir: No space left on device", /free some space/],
])('Valkey: %s', (line, next) => expect(explainValkey(line)?.next).toMatch(next));

test('any other end is left as it is', () => {
  const line = 'something else happened';
  expect([explainPostgres(line, '/'), explainKafka(line, '/'), explainValkey(line)]).toEqual(Array(3).fill(undefined));
});
