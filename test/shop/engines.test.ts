import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createClient } from '@redis/client';
import pg from 'pg';
import { expect, test } from 'vitest';
import { sharedLab } from '../support/shared-lab.ts';

// What the engines of the shop let each user do, and how a start that fails is named.
const { lab, env, home } = await sharedLab();

async function postgres(user: string, password: string | undefined, query: string): Promise<unknown[]> {
  const client = new pg.Client({ host: '127.0.0.1', port: env.POSTGRES_PORT, database: 'shop', user, password });
  try {
    await client.connect();
    return (await client.query(query)).rows;
  } finally {
    await client.end();
  }
}

async function valkey(username: string, password: string, ...command: string[]): Promise<unknown> {
  const socket = { host: '127.0.0.1', port: env.VALKEY_PORT, reconnectStrategy: false } as const;
  const client = createClient({ username, password, socket });
  client.on('error', () => {}); // the command rejects too
  try {
    await client.connect();
    return await client.sendCommand(command);
  } finally {
    client.destroy();
  }
}

test('in Postgres the shop is no superuser, the observer reads statistics and no purchases', async () => {
  const [shop, observer] = [env.SHOP_PASSWORD, env.OBSERVER_PASSWORD];
  expect(await postgres('shop', shop, 'select rolsuper from pg_roles where rolname = current_user')).toEqual([
    { rolsuper: false },
  ]);
  await expect(postgres('shop', shop, 'create database another')).rejects.toThrow('permission denied');
  expect(await postgres('observer', observer, 'select 1 from pg_stat_statements limit 1')).toHaveLength(1);
  await expect(postgres('observer', observer, 'select note from orders')).rejects.toThrow('permission denied');
  await expect(postgres('observer', observer, 'create table mine()')).rejects.toThrow('permission denied');
});

test('nobody logs in to Postgres with another password, nor as the superuser', async () => {
  await expect(postgres('shop', 'wrong', 'select 1')).rejects.toThrow('password authentication failed');
  await expect(postgres('lab', 'lab', 'select 1')).rejects.toThrow('password authentication failed');
});

test('in Valkey the shop reads and writes orders only, the observer statistics only, and nobody else anything', async () => {
  const [shop, observer] = [env.SHOP_PASSWORD, env.OBSERVER_PASSWORD];
  expect(await valkey('shop', shop, 'SET', 'order:test', '{}')).toBe('OK');
  expect(await valkey('shop', shop, 'DEL', 'order:test')).toBe(1);
  for (const refused of [['SET', 'another', ''], ['FLUSHALL'], ['KEYS', '*'], ['CONFIG', 'GET', '*'], ['SHUTDOWN']])
    await expect(valkey('shop', shop, ...refused)).rejects.toThrow('NOPERM');
  expect(await valkey('observer', observer, 'INFO', 'server')).toContain(`valkey_version:${env.VALKEY_VERSION}`);
  await expect(valkey('observer', observer, 'GET', 'order:test')).rejects.toThrow('NOPERM');
  await expect(valkey('shop', 'wrong', 'PING')).rejects.toThrow('WRONGPASS');
  await expect(valkey('default', 'any', 'PING')).rejects.toThrow('WRONGPASS');
  await expect(valkey('default', '', 'PING')).rejects.toThrow('NOAUTH');
});

test.each([
  ['postgres', 'POSTGRES_PORT'],
  ['kafka', 'KAFKA_CONTROLLER_PORT'],
  ['valkey', 'VALKEY_PORT'],
] as const)(
  '%s does not start on a taken port, says who has it, and starts when it is free',
  async (part, variable) => {
    await lab.stop(part);
    const squatter = createServer().listen(env[variable], '127.0.0.1');
    try {
      await expect(lab.start(part)).rejects.toThrow(
        new RegExp(`Port ${env[variable]} is taken[^]*pid ${process.pid}[^]*${variable}=`),
      );
    } finally {
      squatter.close();
    }
    await lab.start(part);
  },
);

test('files of another major version of Postgres are refused and left as they are', async () => {
  await lab.stop('postgres');
  const file = join(realpathSync(join(home, 'data/postgres')), 'cluster/PG_VERSION');
  const version = readFileSync(file, 'utf8');
  writeFileSync(file, '17\n');
  await expect(lab.start('postgres')).rejects.toThrow(/another major version[^]*expected +18[^]*found +17/);
  expect(readFileSync(file, 'utf8')).toBe('17\n');
  writeFileSync(file, version);
  await lab.start('postgres');
});

test('Kafka without the identity of its files does not start with an empty log instead', async () => {
  await lab.stop('kafka');
  const file = join(home, 'data/kafka/log/meta.properties');
  const identity = readFileSync(file, 'utf8');
  writeFileSync(file, '');
  await expect(lab.start('kafka')).rejects.toThrow(/Kafka ended while it was starting[^]*meta\.properties/);
  writeFileSync(file, identity);
  await lab.start('kafka');
});
