import { expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';
import { roles } from './roles/role.ts';

const problems = (env: Record<string, string>): string[] => {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    return (error as ConfigError).problems;
  }
};

test.each(roles)('%s listens on loopback by default', (ROLE) => {
  expect(readConfig({ ROLE, PORT: '8000', HOST: '' })).toMatchObject({
    role: ROLE,
    host: '127.0.0.1',
    port: 8000,
    environment: 'lab',
  });
});

test('each role that has a URL can be called', () => {
  const env = { ROLE: 'gateway', PORT: '8000', ORDERS_URL: 'http://orders:8001/' };
  expect(readConfig(env).peers).toEqual({ orders: 'http://orders:8001' });
});

test('telemetry can be switched off, and log lines sent', () => {
  expect(readConfig({ ROLE: 'stock', PORT: '8002', LAB_LOGS: 'on' }).telemetry.logs).toBe(true);
  expect(() => readConfig({ ROLE: 'stock', PORT: '8002', LAB_LOGS: 'yes' })).toThrow(
    'LAB_LOGS: expected one of on, off',
  );
  expect(readConfig({ ROLE: 'stock', PORT: '8002' }).telemetry).toEqual({
    enabled: true,
    endpoint: 'http://127.0.0.1:4317',
    logs: false,
    spanDelay: 200,
    metricsInterval: 5000,
  });
  expect(readConfig({ ROLE: 'stock', PORT: '8002', LAB_TELEMETRY: 'off' }).telemetry.enabled).toBe(false);
});

test('a log level may be in capitals; one of another program is passed over and named', () => {
  const withLevel = (LOG_LEVEL: string) => readConfig({ ROLE: 'stock', PORT: '8002', LOG_LEVEL });
  expect(withLevel('WARN')).toMatchObject({ logLevel: 'warn', passedOver: [] });
  expect(withLevel('verbose')).toMatchObject({
    logLevel: 'info',
    passedOver: ['LOG_LEVEL: expected one of trace, debug, info, warn, error, fatal, silent, found "verbose"'],
  });
});

test('every wrong variable is named with expectation and value', () => {
  expect(problems({ PORT: '70000', STOCK_URL: 'stock:8002', LAB_TELEMETRY: 'no' })).toEqual([
    'ROLE: expected one of catalogue, executor, fulfilment, gateway, observer, orders, stock, found nothing',
    'PORT: expected a whole number from 0 to 65535, found "70000"',
    'LAB_TELEMETRY: expected one of on, off, found "no"',
    'STOCK_URL: expected an http:// or https:// URL such as http://127.0.0.1:8000, found "stock:8002"',
  ]);
});
