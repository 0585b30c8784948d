import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Document, isCollection } from 'yaml';
import { composeConfig, composeSets } from '../support/docker/compose-config.ts';
import { type ComposePlugin, provideCompose } from '../support/docker/compose-plugin.ts';
import { rules, violations } from './policy.ts';

let compose: ComposePlugin;
let folder: string;
beforeAll(async () => {
  compose = await provideCompose(console.error);
  folder = await mkdtemp(join(tmpdir(), 'span-metrics-lab-policy-'));
}, 600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(composeSets.map((files) => [files.join(' + '), files] as const))(
  '%s keeps every rule',
  async (name, files) => {
    expect(violations(name, await composeConfig(compose, files))).toEqual([]);
  },
);

/** A careless change that breaks each rule: [service, key, value]. */
const carelessness: Record<keyof typeof rules, [service: string, key: string, value: unknown]> = {
  'runs as a numeric user that is not root': ['tempo', 'user', 'root'],
  'has a read-only file system': ['otel-collector', 'read_only', false],
  'has no capabilities': ['gateway', 'cap_add', ['NET_ADMIN']],
  'gains no privileges': ['prometheus', 'security_opt', []],
  'has limits for processes, memory and CPU': ['stock', 'mem_limit', 0],
  'rotates its log': ['orders', 'logging', { driver: 'json-file' }],
  'publishes ports on BIND_ADDR only': ['grafana', 'ports', ['3000:3000']],
  'publishes on loopback alone what can open a way to anything': ['services-network', 'ports', ['0.0.0.0:8474:8474']],
  'shares no namespace or device with the host': ['gateway', 'pid', 'host'],
  'has no Docker socket': ['prometheus', 'volumes', ['/var/run/docker.sock:/var/run/docker.sock:ro']],
  'mounts files of the checkout read-only, and never creates a missing one': [
    'tempo',
    'volumes',
    ['./tempo:/etc/tempo'],
  ],
  'names an image version': ['grafana', 'image', 'grafana/grafana:latest'],
  'leaves its container’s name to Compose': ['tempo', 'container_name', 'tempo'],
  'restarts after a crash, or is a job': ['stock', 'restart', 'no'],
  'has a healthcheck or a probe': ['tempo-ready', 'healthcheck', { test: ['CMD', 'true'] }],
  'keeps the apps away from the stores': ['orders', 'networks', ['apps', 'storage']],
  'keeps Cassandra, which requires no login, in the storage network': ['cassandra', 'ports', ['127.0.0.1:9042:9042']],
  'keeps the engines of the shop in the data network, which is internal': [
    'postgres',
    'ports',
    ['127.0.0.1:5432:5432'],
  ],
  'sends nothing through a proxy of this machine': [
    'otel-collector',
    'environment',
    { http_proxy: 'http://proxy:3128' },
  ],
  'gives no anonymous access to Grafana': ['grafana', 'environment', { GF_AUTH_ANONYMOUS_ENABLED: 'true' }],
};

/** The overlay that has a service, where the stack's file has not. */
const overlayOf: Readonly<Record<string, string>> = {
  postgres: 'docker-compose.shop.yaml',
  'services-network': 'docker-compose.network.yaml',
};

test('every rule has a negative control', () => {
  expect(Object.keys(carelessness)).toEqual(Object.keys(rules));
});

test.each(Object.entries(carelessness))('a service that no longer %s is named', async (rule, [service, key, value]) => {
  const original = service === 'cassandra' ? 'docker-compose.jaeger.yaml' : 'docker-compose.yaml';
  const overlays = overlayOf[service] ? [overlayOf[service]] : [];
  const broken = await careless(['services', service, key], value);
  expect(violations('broken.yaml', await composeConfig(compose, [original, ...overlays, broken]))).toContainEqual(
    expect.objectContaining({ rule, file: 'broken.yaml', service }),
  );
});

test('a storage network with access to the outside is named', async () => {
  const broken = await careless(['networks', 'storage', 'internal'], false);
  expect(violations('broken.yaml', await composeConfig(compose, ['docker-compose.yaml', broken]))).toMatchObject([
    { rule: 'keeps the storage network internal', file: 'broken.yaml', service: '' },
  ]);
});

/** A file on top of the others that replaces one value. */
async function careless(place: string[], value: unknown): Promise<string> {
  const file = new Document();
  const node = file.createNode(value);
  if (isCollection(node)) node.tag = '!override'; // else Compose would merge it with what is there
  file.setIn(place, node);
  const path = join(folder, `${crypto.randomUUID()}.yaml`);
  await writeFile(path, file.toString());
  return path;
}
