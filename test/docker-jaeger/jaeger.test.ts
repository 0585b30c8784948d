import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Jaeger } from '../../lab/src/backends/jaeger.ts';
import { Prometheus } from '../../lab/src/backends/prometheus.ts';
import { storesOf } from '../../lab/src/backends/stores.ts';
import { until } from '../../lab/src/base/poll.ts';
import { balance } from '../../lab/src/check/ledger.ts';
import { endpointsOf } from '../../lab/src/parts/endpoints.ts';
import { readLabEnv } from '../../lab/src/parts/env-file.ts';
import { partsOf } from '../../lab/src/parts/parts.ts';
import { tryConnections } from '../support/docker/connections.ts';
import { type InspectedContainer, type ComposeLab, composeLab } from '../support/docker/compose-lab.ts';
import { identity, listeningAddresses, seesProcesses, tryWrite } from '../support/docker/host-view.ts';
import { ourImage } from '../support/docker/our-images.ts';
import { type SmallVolume, smallVolume } from '../support/docker/small-volume.ts';
import { run } from '../support/run-command.ts';
import { callsOf, countedCalls, summed } from '../support/edges.ts';
import { steadyLoad } from '../support/steady-load.ts';
import { labCli } from '../support/cli.ts';

// One lab for all tests: it starts with Jaeger alone, and Tempo is added at the end.
const docker = inject('docker');

describe('the Jaeger stack on a Docker engine', { timeout: 180_000 }, () => {
  let lab: ComposeLab;
  let running: Map<string, InspectedContainer>;
  let upSeconds: number;
  let monitor: Response;

  let disk: SmallVolume;

  beforeAll(async () => {
    lab = await composeLab({ docker, file: 'docker-compose.jaeger.yaml' });
    disk = await smallVolume(lab.project, 'cassandra', ourImage(docker, 'app'), '400m');
    const started = performance.now();
    await lab.up();
    upSeconds = (performance.now() - started) / 1000;
    monitor = await fetch(`${lab.at('JAEGER_PORT')}/api/metrics/calls?service=gateway&spanKind=server`);
    running = await lab.containers();
    running.delete('guard'); // ended before anything listened
  }, 900_000);
  afterAll(() => lab?.[Symbol.asyncDispose](), 120_000);

  test('up --wait ends with 0 within two minutes on a cold Cassandra, and then the Monitor API answers', async () => {
    console.log(`up --wait: ${upSeconds.toFixed(1)} s`);
    expect(upSeconds).toBeLessThan(120);
    expect(monitor.status).toBe(200);
    expect(await monitor.json()).toMatchObject({ name: 'service_call_rate' });
  });

  test('the stack passes the check, including Monitor tab and ledger', async () => {
    expect(await checked(lab)).toEqual([]);
  });

  test('System Architecture has all calls that were counted, and exactly those of a load more', async () => {
    const endpoints = endpointsOf({ ...readLabEnv(), ...lab.ports }, partsOf('jaeger', 'docker'), 'docker');
    const jaeger = new Jaeger(endpoints.jaeger!);
    const prometheus = new Prometheus(endpoints.prometheus);
    const shown = async () => {
      const now = Date.now() / 1000;
      return summed(await jaeger.systemArchitecture({ start: now - 3600, end: now }));
    };
    await expect
      .poll(async () => JSON.stringify([await shown(), await countedCalls(prometheus)]), { timeout: 30_000 })
      .toMatch(/^\[(\{.+\}),\1\]$/);
    const before = await countedCalls(prometheus);
    const due = callsOf((await steadyLoad(endpoints, { perSecond: 20, seconds: 5 })).sent);
    const after = Object.fromEntries(Object.entries(before).map(([edge, calls]) => [edge, calls + (due[edge] ?? 0)]));
    await expect.poll(shown, { timeout: 30_000 }).toEqual(after);
  });

  test.runIf(seesProcesses)('no process runs as root or with a capability, and only volumes are writable', async () => {
    for (const [service, { State }] of running) {
      for (const one of await identity(State.Pid)) {
        expect({ service, ...one }).toMatchObject({
          uid: expect.toSatisfy((uid) => uid > 0),
          capEff: '0000000000000000',
        });
      }
      expect([service, await tryWrite(State.Pid, '')]).toEqual([service, 'EROFS']);
    }
    const cassandra = running.get('cassandra')!.State.Pid;
    expect(await tryWrite(cassandra, '/etc/cassandra')).toBe('EROFS');
    expect(await tryWrite(cassandra, '/var/lib/cassandra')).toBe('written');
  });

  test('neither this machine nor an app reaches Cassandra, but members of its network do', async () => {
    const { Networks } = running.get('cassandra')!.NetworkSettings;
    expect(Object.keys(Networks)).toEqual([`${lab.project}_storage`]);
    const address = `${Networks[`${lab.project}_storage`]!.IPAddress}:9042`;
    for (const app of ['gateway', 'orders', 'stock']) {
      const found = await tryConnections(lab, app, ['cassandra:9042', 'jaeger-collector:4318', address]);
      expect(found).toMatchObject({ 'cassandra:9042': 'ENOTFOUND', 'jaeger-collector:4318': 'ENOTFOUND' });
      expect(found[address]).not.toBe('connected');
    }
    expect(running.get('cassandra')!.HostConfig.PortBindings).toEqual({});
    expect((await listeningAddresses()).get(lab.ports.JAEGER_PORT)).toEqual(['127.0.0.1']);

    const connect = `require('node:net').connect(9042, 'cassandra').on('connect', () => { console.log('connected'); process.exit() })`;
    const beside = ['--rm', '--network', `${lab.project}_storage`, docker.images.node];
    expect(await run('docker', ['run', ...beside, 'node', '-e', connect])).toBe('connected');
  });

  test('jaeger-query is unhealthy while Prometheus is down, because the Monitor tab has no data, and healthy afterwards', async () => {
    const health = async () => (await lab.containers()).get('jaeger-query')!.State.Health!.Status;
    await lab.compose('stop', 'prometheus');
    await expect.poll(health, { timeout: 40_000, interval: 500 }).toBe('unhealthy');
    await lab.compose('start', 'prometheus');
    await expect.poll(health, { timeout: 40_000, interval: 500 }).toBe('healthy');
  });

  test('Cassandra on a full disk is named, loses no span, and starts without a hand when there is room', async () => {
    const endpoints = endpointsOf({ ...readLabEnv(), ...lab.ports }, partsOf('jaeger', 'docker'), 'docker');
    const { run, sent } = await steadyLoad(endpoints, {
      perSecond: 10,
      during: async () => {
        await disk.fill(0);
        await until('Cassandra has ended', async () =>
          (await lab.containers()).get('cassandra')!.RestartCount > 0 ? true : undefined,
        );
        expect(await checked(lab, [], 0)).toContainEqual(
          expect.objectContaining({ found: expect.stringMatching(/Cassandra has no room for its data. 0 MB free/) }),
        );
        await disk.clear();
      },
    });
    const ledger = await balance(
      { stores: storesOf(endpoints), prometheus: new Prometheus(endpoints.prometheus) },
      run,
      sent,
      { patience: 120_000 },
    );
    expect(ledger.stored).toBe(ledger.sent);
    expect(ledger.requests).toBeGreaterThan(20);
  });

  // Without the panels: Tempo has TraceQL metrics only half a minute after its first spans. test/jaeger/both.test.ts asks them.
  test('docker-compose.both.yaml adds Tempo to the lab that is up, and both stores reconcile', async () => {
    const both = await composeLab({ docker, file: 'docker-compose.both.yaml', environment: lab.environment });
    const { Id, RestartCount } = (await lab.containers()).get('cassandra')!;
    await both.up();
    const after = await lab.containers();
    expect(after.get('cassandra')).toMatchObject({ Id, RestartCount });
    expect(after.has('tempo')).toBe(true);
    expect(await checked(lab, ['panels'])).toEqual([]);
  });
});

/** Failed hops, except for some, and differences of the ledger, as `npm run check` finds them. */
async function checked(lab: ComposeLab, without: readonly string[] = [], requests = 200): Promise<unknown[]> {
  const { stdout, stderr } = await labCli(['check', '--json', '--requests', `${requests}`], lab.environment);
  const { hops, ledger } = JSON.parse(stdout || `{"hops":[{"ok":false,"found":${JSON.stringify(stderr)}}]}`) as {
    hops: { name: string; ok: boolean; skipped?: boolean }[];
    ledger?: { differences: string[] };
  };
  return [
    ...hops.filter(({ name, ok, skipped }) => !ok && !skipped && !without.includes(name)),
    ...(ledger?.differences ?? ['no ledger']),
  ];
}
