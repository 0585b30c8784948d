import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { checkout } from '../../lab/src/base/paths.ts';
import { composeLab, type ComposeLab } from '../support/docker/compose-lab.ts';
import { run } from '../support/run-command.ts';

const docker = inject('docker');

test('docker compose up --wait fails if the network could log in as admin: the guard says so and nothing else is started', async () => {
  await using lab = await labWith({ BIND_ADDR: '0.0.0.0' });
  const up = await lab.tryCompose('up', '--detach', '--wait', ...(await lab.services()));
  expect(up.exitCode).not.toBe(0);
  expect(up.all).toContain('"guard" didn\'t complete successfully: exit 1');
  expect(await lab.compose('logs', 'guard')).toContain(
    "Refusing to publish ports on 0.0.0.0 with Grafana's default password.",
  );
  const publishing = [...(await lab.containers())].filter(
    ([, { HostConfig }]) => Object.keys(HostConfig.PortBindings ?? {}).length > 0,
  );
  expect(publishing.length).toBeGreaterThan(0);
  expect(publishing.filter(([, { State }]) => State.Running)).toEqual([]);
});

test(
  'docker compose down leaves no container and no network, with -v no volume, and does not disturb a lab beside it',
  { timeout: 300_000 },
  async () => {
    const other = await copyOfCheckout();
    try {
      await using first = await labWith({});
      await using second = await labWith({}, other);
      await Promise.all([first.up(), second.up()]);
      expect((await first.leftovers()).networks).toHaveLength(3); // negative control: what is counted was there
      await first.compose('down');
      const left = await first.leftovers();
      expect(left).toMatchObject({ containers: [], networks: [] });
      expect(left.volumes).toContain(`${first.project}_tempo-data`); // what was stored outlives it
      await first.compose('down', '--volumes');
      expect(await first.leftovers()).toEqual({ containers: [], networks: [], volumes: [] });

      const running = [...(await second.containers())].filter(([service]) => service !== 'guard');
      for (const [service, { State, RestartCount }] of running)
        expect([service, State.Running, RestartCount]).toEqual([service, true, 0]);
      const answer = await fetch(`${second.at('GATEWAY_PORT')}/chain`);
      expect(await answer.json()).toEqual({ hops: ['gateway', 'orders', 'stock'] });
    } finally {
      await rm(other, { recursive: true });
    }
  },
);

/** Another checkout with the same files. */
async function copyOfCheckout(): Promise<string> {
  const other = await mkdtemp(join(tmpdir(), 'span-metrics-lab-checkout-'));
  const copy =
    'git ls-files -z --cached --others --exclude-standard | tar --create --null --ignore-failed-read --files-from - | tar --extract --directory "$0"';
  await run('bash', ['-euo', 'pipefail', '-c', copy, other], { cwd: checkout });
  return other;
}

/** A lab for this test only, with some settings changed. */
function labWith(environment: Record<string, string>, folder = checkout): Promise<ComposeLab> {
  return composeLab({ docker, environment, folder });
}
