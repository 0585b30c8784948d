import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { comesFrom, readContainers } from './containers.ts';
import { inspected } from './testing.ts';

test('a container is read with its service, health, published ports and origin', () => {
  const [container] = readContainers(
    JSON.stringify([
      inspected({ service: 'gateway', ports: { '8000/tcp': [{ HostIp: '127.0.0.1', HostPort: '21000' }] } }),
    ]),
  );
  expect(container).toMatchObject({
    name: 'lab-gateway-1',
    project: 'lab',
    service: 'gateway',
    files: ['/checkout/docker-compose.yaml'],
    state: 'running',
    health: 'healthy',
    published: [{ inside: 8000, address: '127.0.0.1', port: 21000 }],
    standIn: false,
  });
});

test('a port that Docker chose is read from the running container', () => {
  const container = inspected({ service: 'gateway', ports: { '8000/tcp': [{ HostIp: '', HostPort: '0' }] } });
  container.NetworkSettings.Ports = { '8000/tcp': [{ HostIp: '0.0.0.0', HostPort: '49153' }] };
  expect(readContainers(JSON.stringify([container]))[0]!.published).toEqual([
    { inside: 8000, address: '0.0.0.0', port: 49153 },
  ]);
});

test('a container without health, ports or labels is read too', () => {
  const container = inspected({ service: 'tempo' });
  container.State.Health = null;
  container.HostConfig.PortBindings = null;
  container.Config.Labels = {};
  expect(readContainers(JSON.stringify([container]))[0]).toMatchObject({ service: '', files: [], published: [] });
});

test('compose files belong to a checkout through any path that leads to it, and not to a neighbouring checkout', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lab-checkout-'));
  const link = `${folder}-link`;
  try {
    symlinkSync(folder, link);
    expect(comesFrom(folder, [join(link, 'docker-compose.yaml')])).toBe(true);
    expect(comesFrom(folder, ['/elsewhere/docker-compose.yaml'])).toBe(false);
    expect(comesFrom(folder, [''])).toBe(false);
  } finally {
    rmSync(link);
    rmSync(folder, { recursive: true });
  }
});
