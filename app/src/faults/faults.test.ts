import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { pino } from 'pino';
import { startApp } from '../testing/start-app.ts';
import { request } from '../testing/request.ts';
import { onEvaluated } from './evaluated.ts';
import { Faults } from './faults.ts';
import { Flags } from './flags.ts';
import { switches } from './switches.ts';

const silent = pino({ level: 'silent' });

/** A file of flags. A flag is on for whom its rule says, or for everybody. */
function flagFile() {
  const folder = mkdtempSync(join(tmpdir(), 'flags-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'flags.json');
  const write = (on: Record<string, { value: number; rule?: unknown }>) =>
    writeFileSync(
      file,
      JSON.stringify({
        flags: Object.fromEntries(
          Object.entries(on).map(([name, { value, rule }]) => [
            name,
            {
              state: 'ENABLED',
              variants: { off: 0, on: value },
              defaultVariant: rule ? 'off' : 'on',
              ...(rule !== undefined && { targeting: { if: [rule, 'on', 'off'] } }),
            },
          ]),
        ),
      }),
    );
  write({});
  return { file, write };
}

async function openFaults(file: string, role = 'stock') {
  const faults = await Faults.open(file, role, silent);
  onTestFinished(() => faults.close());
  return faults;
}

const forRoute = (route: string) => ({ '==': [{ var: 'route' }, route] });
const soon = { timeout: 5_000, interval: 20 };

test('a flag that is switched on in the file fails the requests of its route, and no others; switched off, none', async () => {
  const { file, write } = flagFile();
  await using app = await startApp('stock', {}, undefined, await openFaults(file));
  const status = async (path: string) => (await request(`${app.url}${path}`)).status;
  expect(await status('/chain')).toBe(200);
  write({ 'error-share': { value: 1, rule: forRoute('GET /chain') } });
  await vi.waitFor(async () => expect(await status('/chain')).toBe(500), soon);
  expect(await status('/items/1')).toBe(200);
  write({});
  await vi.waitFor(async () => expect(await status('/chain')).toBe(200), soon);
});

test('a rule sees the item of a body', async () => {
  const { file, write } = flagFile();
  write({ 'error-one-item': { value: 1, rule: { '==': [{ var: 'item' }, 'book'] } } });
  await using app = await startApp('stock', {}, undefined, await openFaults(file));
  const reserve = async (item: string) => (await request(`${app.url}/reservations`, { item, quantity: 1 })).status;
  expect([await reserve('book'), await reserve('lamp')]).toEqual([500, 201]);
});

test('a share of requests is decided by flagd’s fractional rule', async () => {
  const { file, write } = flagFile();
  write({ 'error-share': { value: 1 } });
  const flags = await Flags.open(file, silent);
  onTestFinished(() => flags.close());
  writeFileSync(
    file,
    JSON.stringify({
      flags: {
        'error-share': {
          state: 'ENABLED',
          variants: { off: 0, on: 1 },
          defaultVariant: 'off',
          targeting: {
            fractional: [
              ['on', 30],
              ['off', 70],
            ],
          },
        },
      },
    }),
  );
  await vi.waitFor(async () => {
    let on = 0;
    for (let i = 0; i < 1000; i++)
      on += await flags.value('error-share', { targetingKey: `request ${i}`, role: 'stock' });
    expect(on).toBeGreaterThan(240);
    expect(on).toBeLessThan(360);
  }, soon);
});

test('each evaluation is reported with the names of the conventions; without an enabled flag nothing is evaluated', async () => {
  const reports: unknown[] = [];
  onEvaluated((event, attributes) => reports.push([event, attributes]));
  const { file, write } = flagFile();
  await using app = await startApp('stock', {}, undefined, await openFaults(file));
  await request(`${app.url}/chain`);
  expect(reports).toEqual([]);
  write({ 'slow-route': { value: 1, rule: forRoute('GET /chain') } });
  await vi.waitFor(async () => {
    await request(`${app.url}/chain`);
    expect(reports).toContainEqual([
      'feature_flag.evaluation',
      expect.objectContaining({ 'feature_flag.key': 'slow-route', 'feature_flag.result.variant': 'on' }),
    ]);
  }, soon);
});

test('what belongs to a process begins and ends with its flag', async () => {
  const { file, write } = flagFile();
  await openFaults(file);
  write({ 'clock-off': { value: 10 }, 'lost-context': { value: 1 } });
  const real = () => performance.timeOrigin + performance.now();
  await vi.waitFor(() => expect(Date.now() - real()).toBeGreaterThan(9 * 60_000), soon);
  expect(switches.lostContext).toBe(1);
  write({});
  await vi.waitFor(() => expect(Math.abs(Date.now() - real())).toBeLessThan(60_000), soon);
  expect(switches.lostContext).toBe(0);
});

test('calls get another timeout, and are repeated', async () => {
  const { file, write } = flagFile();
  let calls = 0;
  await using stock = await startApp('stock');
  const faults = await openFaults(file, 'orders');
  await using orders = await startApp('orders', { stock: stock.url }, undefined, faults);
  write({ 'calls-retried': { value: 4 }, 'calls-timeout': { value: 900 } });
  await vi.waitFor(() => expect(faults.calls).toEqual({ retries: 4, timeout: 900 }), soon);
  calls = stock.logs.length;
  expect((await request(`${orders.url}/chain`)).status).toBe(200);
  expect(stock.logs.length - calls).toBe(1);
  await stock[Symbol.asyncDispose]();
  expect((await request(`${orders.url}/chain`)).status).toBe(502);
});

test('a file that is no flag definition leaves the flags as they are, and is told', async () => {
  const { file, write } = flagFile();
  write({ 'slow-route': { value: 1 } });
  const flags = await Flags.open(file, silent);
  onTestFinished(() => flags.close());
  const said = vi.spyOn(silent, 'error');
  writeFileSync(file, '{ no JSON');
  await vi.waitFor(() => expect(said).toHaveBeenCalled(), soon);
  expect(flags.has('slow-route')).toBe(true);
});

test('without a file no flag is on', async () => {
  const flags = await Flags.open('/nowhere/flags.json', silent);
  onTestFinished(() => flags.close());
  expect(flags.has('slow-route')).toBe(false);
});
