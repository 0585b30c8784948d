import { metric } from '@span-metrics-lab/grafana';
import { afterAll, expect, test } from 'vitest';
import { cqlTexts } from '../../lab/src/backends/cql.ts';
import { Jaeger } from '../../lab/src/backends/jaeger.ts';
import { until } from '../../lab/src/base/poll.ts';
import type { PartName } from '../../lab/src/parts/parts.ts';
import { check } from '../../lab/src/check/check.ts';
import type { Sent } from '../../lab/src/check/request.ts';
import { callsOf, countedCalls, summed } from '../support/edges.ts';
import { newSpanId, newTraceId, sendSpans, serverSpan } from '../support/otlp.ts';
import { ownLayer } from '../support/own-layer.ts';
import { restart } from '../support/restart.ts';
import { startLab } from '../support/start-lab.ts';
import { steadyLoad } from '../support/steady-load.ts';

const layer = ownLayer();
const start = Date.now() / 1000;
const lab = await startLab({ stack: 'jaeger', configs: { collector: layer.path } });
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
  layer[Symbol.dispose]();
});
const jaeger = new Jaeger(lab.endpoints.jaeger!);
const sent: Sent[] = [];

/** Every call between services that was sent so far. */
const due = () => callsOf(sent);

/** What Jaeger's page shows since the start of the lab, its default range being a day. */
const shown = async () => summed(await jaeger.systemArchitecture({ start, end: Date.now() / 1000 }));

test('System Architecture has exactly the calls that were sent, whatever was killed or restarted meanwhile', async () => {
  await load();
  await expect.poll(shown, { timeout: 20_000, interval: 500 }).toEqual(due());

  await lab.lab.kill('dependencies');
  await load();
  await restart(lab, 'collector'); // its counts begin again, and what it had counted is not written
  await load();
  await lab.lab.start('dependencies');
  await expect.poll(shown, { timeout: 20_000, interval: 500 }).toEqual(due());

  await lab.lab.kill('cassandra');
  await load();
  await lab.lab.start('cassandra');
  await lab.lab.kill('prometheus');
  await lab.lab.start('prometheus');
  await load();
  await expect.poll(shown, { timeout: 60_000, interval: 500 }).toEqual(due());
  expect(due()['gateway → orders']).toBeGreaterThan(40);
  expect(Object.keys(due())).toEqual(['gateway → orders', 'orders → stock']);

  await lab.lab.kill('dependencies');
  await lab.lab.start('dependencies'); // ready after its first pass
  expect(await shown()).toEqual(due());
}, 240_000);

test('an empty table is filled with all that Prometheus still has', async () => {
  await cqlTexts(cassandra(), 'TRUNCATE jaeger_v1_dc1.dependencies_v2');
  expect(await shown()).toEqual({});
  await restart(lab, 'dependencies');
  expect(await shown()).toEqual(due());
});

test('calls of other services are there too, whatever their names hold', async () => {
  const [parent, child] = [`o'neill's "shop" {$x}\n'); DROP`, `${'ü€'.repeat(40)} \\ ''`];
  for (let i = 0; i < 3; i++) {
    const [traceId, spanId] = [newTraceId(), newSpanId()];
    await sendSpans(lab, parent, [serverSpan('call', { traceId, spanId, kind: 3 })]);
    await sendSpans(lab, child, [serverSpan('GET /', { traceId, parentSpanId: spanId })]);
  }
  const all = { ...due(), [`${parent} → ${child}`]: 3 };
  await expect.poll(shown, { timeout: 20_000, interval: 500 }).toEqual(all);
});

test('check passes, and finds the calls of its own request', async () => {
  const { hops } = await check(lab, { requests: 0 });
  expect(hops.filter((hop) => !hop.ok)).toEqual([]);
  expect(hops.find(({ name }) => name === 'dependencies')!.found).toMatch(
    /^gateway → orders: \d+, orders → stock: \d+, since the request$/,
  );
});

test('check says so when Cassandra does not answer what writes the edges, and when that does not run', async () => {
  await cqlTexts(cassandra(), 'ALTER TABLE jaeger_v1_dc1.dependencies_v2 RENAME ts_bucket TO day');
  await until('a pass has failed', async () => ((await status('dependencies')) === 'unhealthy' ? true : undefined));
  await cqlTexts(cassandra(), 'ALTER TABLE jaeger_v1_dc1.dependencies_v2 RENAME day TO ts_bucket');
  await until('it works again', async () => ((await status('dependencies')) === 'running' ? true : undefined));
  await lab.lab.stop('dependencies');
  expect(await dependenciesHop()).toMatchObject({
    ok: false,
    found: expect.stringMatching(
      /^System Architecture lacks gateway → orders and orders → stock; Dependencies at http/,
    ),
    cause: 'what writes the edges into Cassandra does not run, or cannot',
    next: 'npm run lab -- start dependencies',
  });
  await lab.lab.start('dependencies');
});

test('check says so when the collector draws no edges', async () => {
  layer.write({ service: { pipelines: { 'metrics/edges': { exporters: ['debug'] } } } });
  await restart(lab, 'collector');
  await until('Prometheus has no edges', async () =>
    (await lab.prometheus.query(metric.edges)).length === 0 ? true : undefined,
  );
  expect(await dependenciesHop()).toMatchObject({
    ok: false,
    found: expect.stringContaining(`Prometheus has no ${metric.edges} of gateway → orders and orders → stock`),
    next: 'see service_graph in otel-collector/base.yaml',
  });
});

/** Sends requests, and waits until Prometheus has every call of them: what a collector has not shown ends with it. */
async function load(): Promise<void> {
  const { sent: more } = await steadyLoad(lab.endpoints, { perSecond: 30, seconds: 3 });
  sent.push(...more);
  await expect.poll(() => countedCalls(lab.prometheus), { timeout: 20_000, interval: 250 }).toEqual(due());
}

async function dependenciesHop() {
  const names = ['app', 'export', 'collector', 'connector', 'prometheus', 'dependencies'] as const;
  return (await check(lab, { requests: 0, names })).hops.find(({ name }) => name === 'dependencies');
}

async function status(part: PartName): Promise<string | undefined> {
  return (await lab.lab.status()).find((one) => one.part === part)?.state;
}

function cassandra(): { host: string; port: number } {
  return { host: '127.0.0.1', port: lab.env.CASSANDRA_PORT };
}
