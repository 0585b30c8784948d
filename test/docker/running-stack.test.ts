import { randomBytes } from 'node:crypto';
import { label, metric, seriesOf, serverSpans } from '@span-metrics-lab/grafana';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { get } from '../../lab/src/backends/http.ts';
import { browserTest, openPage } from '../support/browser.ts';
import { statusOf, tryConnections } from '../support/docker/connections.ts';
import { type InspectedContainer, type ComposeLab, composeLab } from '../support/docker/compose-lab.ts';
import { identity, listeningAddresses, seesProcesses, tryWrite } from '../support/docker/host-view.ts';
import { memoryDuring } from '../support/docker/memory.ts';

const docker = inject('docker');

describe('the Tempo stack on a Docker engine', () => {
  let lab: ComposeLab;
  let running: Map<string, InspectedContainer>;
  let upSeconds: number;

  beforeAll(async () => {
    lab = await composeLab({ docker });
    const started = performance.now();
    await lab.up();
    upSeconds = (performance.now() - started) / 1000;
    running = await lab.containers();
    running.delete('guard'); // ended before anything listened
  }, 900_000);
  afterAll(() => lab?.[Symbol.asyncDispose](), 120_000);

  test('the stack is ready within a minute, and then a request has its trace and count at once', async () => {
    console.log(`up --wait: ${upSeconds.toFixed(1)} s`);
    expect(upSeconds).toBeLessThan(60);
    const id = await tracedRequest(lab);
    await expect.poll(() => hasTrace(lab, id), { timeout: 5_000 }).toBe(true);
    await expect.poll(() => calls(lab, 'GET /chain'), { timeout: 5_000 }).toBe(1);
  });

  test.runIf(seesProcesses)('no process runs as root or has a capability', async () => {
    const processes = await Promise.all(
      [...running].map(async ([service, { State }]) => ({ service, all: await identity(State.Pid) })),
    );
    for (const { service, all } of processes) {
      for (const one of all)
        expect({ service, ...one }).toMatchObject({
          uid: expect.toSatisfy((uid) => uid > 0),
          capEff: '0000000000000000',
        });
    }
  });

  test.runIf(seesProcesses)('only volumes are writable', async () => {
    for (const [service, { State }] of running)
      expect([service, await tryWrite(State.Pid, '')]).toEqual([service, 'EROFS']);
    expect(await tryWrite(running.get('tempo')!.State.Pid, '/etc/tempo')).toBe('EROFS');
    expect(await tryWrite(running.get('tempo')!.State.Pid, '/var/tempo')).toBe('written');
  });

  test('an app reaches the collector and no store', async () => {
    const stores = ['tempo:3200', 'tempo:4318', 'prometheus:9090', 'grafana:3000'];
    for (const app of ['gateway', 'orders', 'stock']) {
      const found = await tryConnections(lab, app, ['otel-collector:4317', ...stores]);
      expect(found).toEqual({
        'otel-collector:4317': 'connected',
        ...Object.fromEntries(stores.map((store) => [store, 'ENOTFOUND'])),
      });
    }
  });

  test('an app reaches no store by its address or through a published port', async () => {
    const addresses = Object.values(running.get('tempo')!.NetworkSettings.Networks).map(
      ({ IPAddress }) => `${IPAddress}:3200`,
    );
    const host = Object.values(running.get('gateway')!.NetworkSettings.Networks).map(
      ({ Gateway }) => `${Gateway}:${lab.ports.TEMPO_PORT}`,
    );
    const found = await tryConnections(lab, 'gateway', [...addresses, ...host]);
    expect(Object.keys(found)).toHaveLength(3);
    expect(Object.values(found)).not.toContain('connected');
  });

  test('a service in their networks reaches the stores, so the attempts above can succeed', async () => {
    const tempo = running.get('tempo')!.NetworkSettings.Networks[`${lab.project}_telemetry`]!.IPAddress;
    const found = await tryConnections(lab, 'tempo-ready', ['tempo:3200', 'prometheus:9090', `${tempo}:3200`]);
    expect(Object.values(found)).toEqual(['connected', 'connected', 'connected']);
  });

  test('an app reaches no store through the console, which serves this machine and no app', async () => {
    const page = 'http://console:4000/prometheus/api/v1/query?query=up';
    const asked = { host: 'localhost:4000' }; // a name that the page is served under
    for (const app of ['gateway', 'orders', 'stock'])
      expect([app, await statusOf(lab, app, page, asked)]).toEqual([app, 403]);
    expect(await statusOf(lab, 'tempo-ready', page, asked)).toBe(200); // negative control: the same from where stores are reached
    expect(await statusOf(lab, 'tempo-ready', page, {})).toBe(421);
    const published = await fetch(`${lab.at('CONSOLE_PORT')}/prometheus/api/v1/query?query=up`);
    expect(published.status).toBe(200);
  });

  browserTest('the console opens, watches a request through every hop and shows every part', async () => {
    await using opened = await openPage(lab.at('CONSOLE_PORT'));
    const { page, complaints } = opened;
    await page.goto('/start');
    for (const part of ['gateway', 'orders', 'stock', 'collector', 'prometheus', 'tempo'])
      await page.locator(`[data-node=${part}][data-state=up]`).waitFor();
    await page.getByRole('button', { name: 'Send one request' }).click();
    await page.locator('.scenario .verdict.ok').waitFor();
    expect(await page.locator('[data-hop][data-ok=true]').count()).toBe(6);
    await page.getByRole('link', { name: 'Open its trace' }).click();
    await page.locator('.waterfall[data-spans="5"]').waitFor();
    await page.goto('/service?service=gateway&from=5m');
    await page.locator('[data-panel=apm-details] [data-row="GET /chain"]').waitFor();
    await page.goto('/start'); // no way from here to the engine: the command to copy, which the test below types
    expect(await page.locator('.command code').innerText()).toBe('docker compose --profile load up k6');
    expect(complaints).toEqual([]);
  });

  test('every published port answers, and only on loopback', async () => {
    const { OTLP_GRPC_PORT, OTLP_HTTP_PORT, GRAFANA_PORT } = lab.ports;
    const http = {
      GATEWAY_PORT: '/readyz',
      ORDERS_PORT: '/readyz',
      STOCK_PORT: '/readyz',
      COLLECTOR_HEALTH_PORT: '/',
      COLLECTOR_TELEMETRY_PORT: '/metrics',
      SPAN_METRICS_PORT: '/metrics',
      OTHER_METRICS_PORT: '/metrics',
      OTHER_RED_PORT: '/metrics',
      INVENTORY_PORT: '/metrics',
      OTHER_GAUGES_PORT: '/metrics',
      PROMETHEUS_PORT: '/-/ready',
      TEMPO_PORT: '/api/echo',
      CONSOLE_PORT: '/start',
    } as const;
    for (const [port, path] of Object.entries(http)) {
      const answer = await fetch(lab.at(port as keyof typeof http) + path);
      expect([port, answer.status]).toEqual([port, 200]);
    }
    const sent = await fetch(`${lab.at('OTLP_HTTP_PORT')}/v1/traces`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    expect(sent.status).toBe(200);

    const ports = [
      ...Object.keys(http).map((name) => lab.ports[name as keyof typeof http]),
      OTLP_GRPC_PORT,
      OTLP_HTTP_PORT,
    ];
    if (running.has('grafana')) ports.push(GRAFANA_PORT);
    const listening = await listeningAddresses();
    expect(Object.fromEntries(ports.map((port) => [port, listening.get(port)]))).toEqual(
      Object.fromEntries(ports.map((port) => [port, ['127.0.0.1']])),
    );
  });

  test(
    'stays under 80 % of its memory limits under the load, and nothing is killed or restarted',
    { timeout: 120_000 },
    async () => {
      const use = await memoryDuring(running, lab.compose('--profile', 'load', 'up', '--no-deps', 'k6'));
      console.table(
        Object.fromEntries(
          [...use].map(([service, { p95, shown, samples }]) => [
            service,
            { 'p95 of limit, %': p95, 'at the end': shown, samples: samples.length },
          ]),
        ),
      );
      for (const [service, { p95, samples }] of use) {
        expect([service, samples.length]).toEqual([service, expect.toSatisfy((count) => count >= 8)]);
        expect([service, p95]).toEqual([service, expect.toSatisfy((percent) => percent < 80)]);
      }
      const after = await lab.containers();
      for (const service of running.keys()) {
        expect([service, after.get(service)]).toMatchObject([
          service,
          { RestartCount: 0, State: { OOMKilled: false, Running: true } },
        ]);
      }
      const end = (await lab.compose('ps', '--all', '--format', '{{.ExitCode}}', 'k6')).trim();
      const said = await lab.compose('logs', '--no-log-prefix', 'k6');
      const crossed = /thresholds on metrics '(.*?)' have been crossed/.exec(said)?.[1]?.split(', ') ?? [];
      // every answer was right; how soon they came is up to the machine, which other suites may share
      expect(crossed.filter((name) => !name.startsWith('http_req_duration'))).toEqual([]);
      expect(end).toBe(crossed.length > 0 ? '99' : '0');
    },
  );

  // every second service, so that each has neighbours that live and neighbours that were killed with it
  test.runIf(seesProcesses).each([0, 1])('services restart by themselves after SIGKILL: wave %i', async (wave) => {
    const restarts = async () =>
      Object.fromEntries([...(await lab.containers())].map(([service, { RestartCount }]) => [service, RestartCount]));
    const killed = [...running].filter((_, i) => i % 2 === wave);
    const due = await restarts();
    for (const [service] of killed) due[service]! += 1;
    for (const [, { State }] of killed) process.kill(State.Pid, 'SIGKILL'); // as the kernel would; `docker kill` counts as a wish that it stays away
    await expect.poll(restarts, { timeout: 20_000 }).toEqual(due);
    await expect.poll(() => unusable(lab), { timeout: 60_000, interval: 500 }).toEqual([]);
    const id = await tracedRequest(lab);
    await expect.poll(() => hasTrace(lab, id), { timeout: 10_000 }).toBe(true);
    expect(await restarts()).toEqual(due); // nobody died of it later
  });
});

/** Services that do not work at the moment, with state and output of the last healthcheck. */
async function unusable(lab: ComposeLab): Promise<string[]> {
  const containers = [...(await lab.containers())].filter(([service]) => service !== 'guard' && service !== 'k6');
  return containers
    .filter(([, { State }]) => !State.Running || (State.Health?.Status ?? 'healthy') !== 'healthy')
    .map(([service, { State }]) =>
      `${service}: ${State.Health?.Status ?? 'ended'} ${State.Health?.Log?.at(-1)?.Output ?? ''}`.trim(),
    );
}

/** One request through all services under a trace id of ours. */
async function tracedRequest(lab: ComposeLab): Promise<string> {
  const id = randomBytes(16).toString('hex');
  const answer = await fetch(`${lab.at('GATEWAY_PORT')}/chain`, {
    headers: { traceparent: `00-${id}-${randomBytes(8).toString('hex')}-01` },
  });
  expect(answer.status).toBe(200);
  return id;
}

async function hasTrace(lab: ComposeLab, id: string): Promise<boolean> {
  const answer = await get(`${lab.at('TEMPO_PORT')}/api/v2/traces/${id}`);
  const { trace } = (await answer.json()) as { trace?: { resourceSpans?: unknown[] } };
  return (trace?.resourceSpans?.length ?? 0) >= 3; // gateway, orders, stock
}

async function calls(lab: ComposeLab, span: string): Promise<number> {
  const query = `sum(${seriesOf(metric.calls, { ...serverSpans, [label.service]: 'gateway', [label.route]: span })})`;
  const answer = await fetch(`${lab.at('PROMETHEUS_PORT')}/api/v1/query?${new URLSearchParams({ query })}`);
  const { data } = (await answer.json()) as { data: { result: { value: [number, string] }[] } };
  return Number(data.result[0]?.value[1] ?? 0);
}
