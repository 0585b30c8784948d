import { expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const problems = (env: Record<string, string>): string[] => {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    return (error as ConfigError).problems;
  }
};

test.each([
  ['gateway', 8000],
  ['orders', 8001],
  ['stock', 8002],
] as const)('%s listens on loopback, port %i, when nothing else is said', (ROLE, port) => {
  expect(readConfig({ ROLE, PORT: '' })).toMatchObject({ role: ROLE, host: '127.0.0.1', port, environment: 'lab' });
});

test('telemetry can be switched off', () => {
  expect(readConfig({ ROLE: 'stock' }).telemetry).toEqual({
    enabled: true,
    endpoint: 'http://127.0.0.1:4317',
    metricsInterval: 5000,
  });
  expect(readConfig({ ROLE: 'stock', LAB_TELEMETRY: 'off' }).telemetry.enabled).toBe(false);
});

test('every wrong variable is named with expectation and value', () => {
  expect(problems({ PORT: '70000', STOCK_URL: 'stock:8002', LAB_TELEMETRY: 'no' })).toEqual([
    'ROLE: expected one of gateway, orders, stock, found nothing',
    'PORT: expected a whole number from 0 to 65535, found "70000"',
    'STOCK_URL: expected an http:// or https:// URL such as http://127.0.0.1:8002, found "stock:8002"',
    'LAB_TELEMETRY: expected one of on, off, found "no"',
  ]);
});
