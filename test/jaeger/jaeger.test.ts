import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { JaegerMonitor, newest } from '../../lab/src/backends/jaeger-monitor.ts';
import { jaegerConfig, prometheusFolder } from '../../lab/src/parts/configs.ts';
import { scenario, scenarios } from '../../lab/src/parts/scenarios.ts';
import { type AppRole, appRoles } from '../../lab/src/parts/parts.ts';
import { check } from '../../lab/src/check/check.ts';
import { keepLedger } from '../../lab/src/check/ledger.ts';
import { jaegerSchema, readSchema } from '../../lab/src/runtime/engines/cassandra/jaeger-schema.ts';
import { cassandraEngine } from '../../lab/src/runtime/engines/java/jar-engines.ts';
import { badSpansHurtNobodyElse } from '../support/bad-spans.ts';
import { ownConfig } from '../support/change-config.ts';
import { ownLayer } from '../support/own-layer.ts';
import { sendOddNames } from '../support/odd-names.ts';
import { startLab } from '../support/start-lab.ts';
import { steadyLoad } from '../support/steady-load.ts';
import { booksOverOutages, outage } from '../support/outages.ts';
import { largeDataIsKept } from '../support/large-data.ts';
import { monitorIsAccurate } from './monitor-accuracy.ts';
import { namedFaults } from './named-faults.ts';
import { twinsAreNamed } from './scores.ts';
import { spansAreFitted } from './fitted-spans.ts';
import { unreadableTraces } from './unreadable-trace.ts';

const configs = {
  collector: ownLayer(),
  jaeger: ownConfig(jaegerConfig),
  cassandra: ownConfig(join(cassandraEngine.folder, 'cassandra.yaml')),
  prometheus: ownConfig(join(prometheusFolder, 'prometheus.yaml')),
};
const paths = Object.fromEntries(Object.entries(configs).map(([part, { path }]) => [part, path]));
const lab = await startLab({ stack: 'jaeger', configs: paths });
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
  for (const config of Object.values(configs)) config[Symbol.dispose]();
});

/** Every route of every service, as the Monitor tab lists them. */
const routes = [
  ...new Map(scenarios.flatMap((j) => j.due(j.answers[0]!)).map((due) => [`${due.service} ${due.name}`, due])).values(),
];

test('the Monitor tab has calls and latencies of every route within 15 s of the first request', async () => {
  const monitor = new JaegerMonitor(lab.endpoints.jaeger!);
  const began = performance.now();
  let seconds = Number.NaN;
  const missing = async () => {
    const now = Date.now();
    const series = async (service: AppRole) => ({
      service,
      both: await Promise.all([monitor.calls(service, now, true), monitor.latencies(service, now, true, 0.95)]),
    });
    const found = await Promise.all(appRoles.map(series));
    return routes
      .filter(({ service, name }) => found.find((one) => one.service === service)!.both.some((s) => !newest(s, name)))
      .map(({ service, name }) => `${service} ${name}`);
  };
  await steadyLoad(lab.endpoints, {
    perSecond: 10,
    scenarios,
    during: async () => {
      await expect.poll(missing, { timeout: 30_000, interval: 500 }).toEqual([]);
      seconds = (performance.now() - began) / 1000;
    },
  });
  console.log(`every route in Monitor after ${seconds.toFixed(1)} s`);
  expect(seconds).toBeLessThan(15);
});

test('the Monitor tab says 0 % for routes without errors, and the share of those that err', async () => {
  const monitor = new JaegerMonitor(lab.endpoints.jaeger!);
  await steadyLoad(lab.endpoints, { perSecond: 20, seconds: 5, scenarios: [scenario('GET /random_status')] });
  const shares = async () => {
    const now = Date.now();
    const series = async (service: AppRole) => ({ service, errors: await monitor.errors(service, now, true) });
    const found = await Promise.all(appRoles.map(series));
    return routes
      .filter(({ name }) => name !== 'GET /random_status') // drawn: a share of its own
      .map(({ service, name }) => [service, name, newest(found.find((one) => one.service === service)!.errors, name)]);
  };
  const due = routes
    .filter(({ name }) => name !== 'GET /random_status')
    .map(({ service, name }) => [service, name, name === 'GET /error_test' ? 1 : 0]);
  expect(due.length).toBeGreaterThan(20);
  await expect.poll(shares, { timeout: 10_000, interval: 500 }).toEqual(due);
  const drawn = async () => newest(await monitor.errors('gateway', Date.now(), true), 'GET /random_status');
  await expect.poll(drawn, { timeout: 5_000 }).toBeGreaterThan(0.05); // one of four statuses is 500
  expect(await drawn()).toBeLessThan(0.6);
});

test('Jaeger creates exactly the tables that an older keyspace is compared with at the start', async () => {
  expect(await readSchema({ host: '127.0.0.1', port: lab.env.CASSANDRA_PORT }, 'jaeger_v1_dc1')).toEqual(jaegerSchema);
});

test('the ledger of 1,000 requests is exact', async () => {
  const ledger = await keepLedger(lab.ledger, { requests: 1_000, concurrency: 20, patience: 60_000 });
  expect(ledger.differences).toEqual([]);
  expect(ledger.stored).toBe(ledger.sent);
});

test('the ledger reports ten requests whose spans never arrive', async () => {
  const ledger = await keepLedger(lab.ledger, { requests: 100, dropped: 10, concurrency: 10, patience: 5_000 });
  expect(ledger.differences).not.toEqual([]);
  expect(ledger.stored).toBeLessThan(ledger.sent);
});

const traces = [
  { spans: 2_000, bytes: 1_000 },
  { spans: 60, bytes: 500_000 }, // more than Tempo takes
];
largeDataIsKept(() => lab, { traces, atOnce: 600 });
unreadableTraces(() => lab);

test("beside odd names, check compares the Monitor tab's and every panel's numbers with its own requests", async () => {
  await sendOddNames(lab);
  const { hops } = await check(lab, { requests: 0 });
  expect(hops.filter((h) => !h.ok)).toEqual([]);
  for (const name of ['monitor', 'panels']) expect(hops.find((h) => h.name === name)).not.toHaveProperty('skipped');
});

badSpansHurtNobodyElse(() => lab);
spansAreFitted(() => lab);
twinsAreNamed(lab);

test("the Monitor tab's latencies are within 15 % of the truth for the routes of the lab, but for tails of few calls", () =>
  monitorIsAccurate(lab));

test('nothing is lost or stored twice when Cassandra and then Jaeger are killed under 50 requests/s', async () => {
  const ledger = await booksOverOutages(lab, 50, [{ parts: ['cassandra'] }, { parts: ['jaeger'] }]);
  expect(ledger.differences).toEqual([]);
  expect(ledger.requests).toBeGreaterThan(2 * outage * 50 * 0.9);
}, 400_000);

namedFaults({ lab, ...configs });
