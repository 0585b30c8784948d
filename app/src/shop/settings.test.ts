import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../config.ts';
import { required } from './settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'shop-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (env: Record<string, string>) => readConfig({ ROLE: 'orders', PORT: '8001', ...env }).shop;
const problems = (work: () => unknown): string[] => {
  try {
    work();
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).problems;
  }
};

test('without its variables there is no shop', () => {
  expect(read({})).toEqual({ executorInterval: 5000, observerInterval: 1000 });
});

test('the stores are where their variables say, each user with the password that is named after it', () => {
  const env = {
    POSTGRES_URL: 'postgres://observer@[::1]:6000/shop',
    KAFKA_BROKERS: 'kafka:9092, 127.0.0.1:9093',
    VALKEY_URL: 'redis://shop@valkey',
    SHOP_PASSWORD: 'secret',
    OBSERVER_PASSWORD: 'other',
    EXECUTOR_INTERVAL: '200',
  };
  expect(read(env)).toEqual({
    postgres: { host: '::1', port: 6000, user: 'observer', password: 'other', database: 'shop' },
    kafka: ['kafka:9092', '127.0.0.1:9093'],
    valkey: { host: 'valkey', port: 6379, user: 'shop', password: 'secret' },
    executorInterval: 200,
    observerInterval: 1000,
  });
});

test('a password may be in a file; its last line break is not part of it', () => {
  const file = join(folder, 'password');
  writeFileSync(file, 'secret \n');
  expect(read({ VALKEY_URL: 'redis://shop@valkey', SHOP_PASSWORD_FILE: file }).valkey?.password).toBe('secret ');
});

test('every wrong variable is named, and no password is shown', () => {
  const env = {
    POSTGRES_URL: 'postgres://shop:secret@127.0.0.1:5432',
    KAFKA_BROKERS: 'kafka',
    VALKEY_URL: 'http://shop@valkey',
    SHOP_PASSWORD_FILE: '/nowhere',
  };
  expect(problems(() => read(env))).toEqual([
    'POSTGRES_URL: expected a URL such as postgres://shop@127.0.0.1:5432/shop, found "postgres://shop:…@127.0.0.1:5432"',
    'VALKEY_URL: expected a URL such as redis://shop@127.0.0.1:6379, found "http://shop@valkey"',
    'KAFKA_BROKERS: expected addresses such as 127.0.0.1:9092, separated by commas, found "kafka"',
    'SHOP_PASSWORD_FILE: expected a file that can be read and has the password, found "/nowhere"',
  ]);
});

test('a URL has no password: its variable has', () => {
  const url = 'redis://shop:secret@valkey';
  expect(problems(() => read({ VALKEY_URL: url, SHOP_PASSWORD: 'x' }))).toEqual([
    'VALKEY_URL: expected a URL such as redis://shop@127.0.0.1:6379, found "redis://shop:…@valkey"',
  ]);
});

test('a user without a password is named', () => {
  expect(problems(() => read({ VALKEY_URL: 'redis://shop@valkey' }))).toEqual([
    'SHOP_PASSWORD: expected the password of the user shop (or SHOP_PASSWORD_FILE), found nothing',
  ]);
});

test('what a role cannot work without is named', () => {
  const shop = { kafka: ['kafka:9092'], executorInterval: 5000, observerInterval: 1000 };
  expect(required(shop, 'kafka').kafka).toEqual(['kafka:9092']);
  expect(problems(() => required(shop, 'kafka', 'valkey'))).toEqual([
    'VALKEY_URL: expected a URL such as redis://shop@127.0.0.1:6379, found nothing',
  ]);
});
