import { createServer } from 'node:net';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkout } from '../../lab/src/base/paths.ts';
import { composeLab, type ComposeLab } from '../support/docker/compose-lab.ts';
import { dockerOrSkip } from '../support/docker/docker-or-skip.ts';
import { run } from '../support/run-command.ts';

const docker = await dockerOrSkip();

// side by side: most of the time is waiting for health checks
describe.runIf(docker.available)('docker compose up --wait ends not 0 and names', { concurrent: true }, () => {
  test('an image version that does not exist', async () => {
    await using lab = await labWith({ TEMPO_VERSION: '0.0.0-none' });
    const said = await failedUp(lab);
    expect(said).toContain('tempo');
    expect(said).toMatch(/manifest|not found|registry|no such image/i);
  });

  test('a port that is taken', async () => {
    await using lab = await labWith({});
    const stranger = createServer().listen(lab.ports.TEMPO_PORT, '127.0.0.1');
    try {
      const said = await failedUp(lab);
      expect(said).toContain(`127.0.0.1:${lab.ports.TEMPO_PORT}`);
      expect(said).toContain(`${lab.project}-tempo-1`);
    } finally {
      stranger.close();
    }
  });

  test('a configuration file that is missing', async () => {
    await using lab = await labWith({ COLLECTOR_CONFIG: './otel-collector/missing.yaml' });
    expect(await failedUp(lab)).toContain('otel-collector/missing.yaml');
  });

  test('a service that runs and does not work', { timeout: 240_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'span-metrics-lab-config-'));
    try {
      const config = await readFile(join(checkout, 'otel-collector/config.yaml'), 'utf8');
      const deaf = config.replace('extensions: [health_check, file_storage/queue]', 'extensions: [file_storage/queue]');
      expect(deaf).not.toBe(config);
      await writeFile(join(folder, 'config.yaml'), deaf);
      await using lab = await labWith({ COLLECTOR_CONFIG: join(folder, 'config.yaml') });
      expect(await failedUp(lab)).toContain(`${lab.project}-otel-collector-ready-1 is unhealthy`);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('the guard, when the network could log in as admin; nothing else was started', async () => {
    await using lab = await labWith({ BIND_ADDR: '0.0.0.0' });
    expect(await failedUp(lab)).toContain('"guard" didn\'t complete successfully: exit 1');
    expect(await lab.compose('logs', 'guard')).toContain(
      'Ports on 0.0.0.0 while Grafana\'s password is "admin": refused.',
    );
    const publishing = [...(await lab.containers())].filter(
      ([, { HostConfig }]) => Object.keys(HostConfig.PortBindings ?? {}).length > 0,
    );
    expect(publishing.length).toBeGreaterThan(0);
    expect(publishing.filter(([, { State }]) => State.Running)).toEqual([]);
  });
});

describe.runIf(docker.available)('docker compose down', { concurrent: true }, () => {
  test(
    'leaves no container and no network, and with -v no volume; what was stored outlives it until then',
    { timeout: 300_000 },
    async () => {
      await using lab = await labWith({});
      await lab.up();
      expect((await lab.leftovers()).networks).toHaveLength(3); // negative control: what is counted was there
      await lab.compose('down');
      const left = await lab.leftovers();
      expect(left).toMatchObject({ containers: [], networks: [] });
      expect(left.volumes).toContain(`${lab.project}_tempo-data`);
      await lab.compose('down', '--volumes');
      expect(await lab.leftovers()).toEqual({ containers: [], networks: [], volumes: [] });
    },
  );

  test('of one checkout does not disturb another beside it', { timeout: 300_000 }, async () => {
    const other = await mkdtemp(join(tmpdir(), 'span-metrics-lab-checkout-'));
    try {
      await run(
        'bash',
        [
          '-euo',
          'pipefail',
          '-c',
          'git ls-files -z --cached --others --exclude-standard | tar --create --null --ignore-failed-read --files-from - | tar --extract --directory "$0"',
          other,
        ],
        { cwd: checkout },
      );
      await using first = await labWith({});
      await using second = await labWith({}, other);
      await first.up();
      await second.up();
      await first.compose('down');
      const running = [...(await second.containers())].filter(([service]) => service !== 'guard');
      for (const [service, { State, RestartCount }] of running)
        expect([service, State.Running, RestartCount]).toEqual([service, true, 0]);
      const answer = await fetch(`${second.at('GATEWAY_PORT')}/chain`);
      expect(await answer.json()).toEqual({ hops: ['gateway', 'orders', 'stock'] });
    } finally {
      await rm(other, { recursive: true });
    }
  });
});

/** A lab of this test alone, with some settings changed. */
function labWith(environment: Record<string, string>, folder = checkout): Promise<ComposeLab> {
  if (!docker.available) throw new Error(docker.why);
  return composeLab({ docker, environment, folder });
}

/** What `up --wait` said when it failed, as it must. */
async function failedUp(lab: ComposeLab): Promise<string> {
  const result = await lab.tryCompose('up', '--detach', '--wait', ...(await lab.services()));
  expect(result.exitCode).not.toBe(0);
  return result.all;
}
