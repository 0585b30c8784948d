import { expect, test } from 'vitest';
import { readLabEnv } from '../../parts/env-file.ts';
import { chosenProject } from './find-docker-lab.ts';
import { readInfo } from './find-engine.ts';
import { readStats } from './memory.ts';
import { ComposeProgress } from './progress.ts';
import { refusePublicPorts } from './refuse-public-ports.ts';
import { partsAmong, settingsOf, stackOf } from './settings.ts';
import { container } from './testing.ts';

test('memory is read in the units of `docker stats`', () => {
  expect([...readStats('a\t60.48MiB / 256MiB\nb\t1.5GiB / 2GiB\nc\t-- / --\nd\t0B / 0B\n')]).toEqual([
    ['a', 63_417_876],
    ['b', 1_610_612_736],
    ['d', 0],
  ]);
});

test('a Docker engine needs Compose v2; without buildx, Compose builds by itself', () => {
  const info = (plugins: object[]) => JSON.stringify({ ServerVersion: '27.1.0', ClientInfo: { Plugins: plugins } });
  expect(
    readInfo(
      info([
        { Name: 'compose', Version: 'v2.29.1' },
        { Name: 'buildx', Version: 'v0.16' },
      ]),
      '',
    ),
  ).toEqual({ engine: '27.1.0', compose: '2.29.1', environment: {} });
  expect(readInfo(info([{ Name: 'compose', Version: '2.40.3' }]), '')).toMatchObject({
    environment: { COMPOSE_BAKE: 'false' },
  });
  expect(readInfo(info([]), '')).toEqual({ why: 'Docker 27.1.0 has no `docker compose` (Compose v2)' });
  expect(
    readInfo(
      JSON.stringify({
        ServerErrors: ['Cannot connect to the Docker daemon at unix:///var/run/docker.sock.'],
        ClientInfo: {},
      }),
      '',
    ),
  ).toEqual({
    why: 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock.',
  });
  expect(readInfo('', 'permission denied')).toEqual({ why: 'permission denied' });
});

test('ports and address are those that containers publish, even if they are stopped', () => {
  const containers = [
    container('gateway', { published: [{ inside: 8000, address: '127.0.0.2', port: 21000 }] }),
    container('otel-collector', { state: 'exited', published: [{ inside: 4317, address: '127.0.0.2', port: 21003 }] }),
  ];
  const stated = readLabEnv({ shell: {} });
  expect(settingsOf(containers, stated)).toEqual({
    ...stated,
    BIND_ADDR: '127.0.0.2',
    GATEWAY_PORT: 21000,
    OTLP_GRPC_PORT: 21003,
  });
});

test('stack and parts are those that have containers; Grafana may be missing, a store may not', () => {
  expect(stackOf([container('tempo')])).toBe('tempo');
  expect(stackOf([container('jaeger-query')])).toBe('jaeger');
  expect(stackOf([container('jaeger-query'), container('tempo')])).toBe('both');
  expect(partsAmong([container('gateway'), container('tempo-ready')])).toEqual([
    'gateway',
    'orders',
    'stock',
    'collector',
    'prometheus',
    'tempo',
  ]);
  expect(partsAmong([container('tempo'), container('grafana')])).toContain('grafana');
});

test('Compose’s output becomes one line per part, and a probe counts as its engine', () => {
  const progress = new ComposeProgress('dd-lab', ['gateway', 'orders', 'tempo', 'tempo-ready']);
  const printed = [
    '#5 [gateway internal] load build definition from Dockerfile',
    '#6 [gateway 2/9] COPY package.json .',
    ' tempo Pulling ',
    ' Container dd-lab-tempo-1  Created',
    ' Container dd-lab-orders-1  Running',
    ' Container dd-lab-tempo-1  Healthy',
    ' Container dd-lab-tempo-ready-1  Healthy',
    ' Container dd-lab-gateway-1  Healthy',
    ' Container dd-lab-gateway-1  Healthy',
    ' Container dd-lab-orders-1  Healthy',
  ];
  expect(printed.flatMap((line) => progress.read(line) ?? [])).toEqual([
    'building the image of gateway',
    'pulling Tempo',
    'Tempo is usable after 0.0 s',
    'gateway is usable after 0.0 s',
  ]);
});

test('the default password is accepted on loopback only', () => {
  expect(() => refusePublicPorts('0.0.0.0', 'admin')).toThrow(
    "Refusing to publish ports on 0.0.0.0 with Grafana's default password.",
  );
  expect(() => refusePublicPorts('192.0.2.7', '')).toThrow('Refusing to publish ports on 192.0.2.7');
  expect(() => refusePublicPorts('192.0.2.7', 'a password of my own')).not.toThrow();
  for (const loopback of ['127.0.0.1', '127.1.2.3', '::1'])
    expect(() => refusePublicPorts(loopback, 'admin')).not.toThrow();
});

test('a lab of containers is selected by its name, and another LAB_HOME selects another lab', () => {
  expect(chosenProject({})).toBe('span-metrics-lab');
  expect(chosenProject({ COMPOSE_PROJECT_NAME: 'second' })).toBe('second');
  expect(chosenProject({ LAB_HOME: '/tmp/other' })).toBeUndefined();
  expect(chosenProject({ LAB_HOME: '/tmp/other', COMPOSE_PROJECT_NAME: 'second' })).toBe('second');
});
