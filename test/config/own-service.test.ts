// The configurations that docs/own-service.md prints. No cluster is here: the manifest is read, its fields are those of the API.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { readLabEnv } from '../../lab/src/parts/env-file.ts';
import { readExamples } from '../own-service/page-examples.ts';
import { type ComposePlugin, provideCompose } from '../support/docker/compose-plugin.ts';
import { run } from '../support/run-command.ts';

const examples = readExamples();
const { OTLP_HTTP_PORT } = readLabEnv({ shell: {} });

const name = z.string().regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);
const labels = z.record(z.string(), z.string());
const port = z.strictObject({ name, port: z.int().min(1).max(65_535) });
const fieldPath = z.enum(['metadata.uid', 'metadata.name', 'spec.nodeName', 'status.hostIP']);
const variable = z.union([
  z.strictObject({ name: z.string(), value: z.string() }),
  z.strictObject({ name: z.string(), valueFrom: z.strictObject({ fieldRef: z.strictObject({ fieldPath }) }) }),
]);

/** The fields of the Kubernetes API that the manifest uses, by kind; any other field is refused. */
const manifest = z.tuple([
  z.strictObject({
    apiVersion: z.literal('v1'),
    kind: z.literal('Service'),
    metadata: z.strictObject({ name }),
    spec: z.strictObject({ ports: z.array(port) }), // no selector: its addresses are written down
  }),
  z.strictObject({
    apiVersion: z.literal('discovery.k8s.io/v1'),
    kind: z.literal('EndpointSlice'),
    metadata: z.strictObject({ name, labels }),
    addressType: z.literal('IPv4'),
    ports: z.array(port),
    endpoints: z.array(z.strictObject({ addresses: z.array(z.ipv4()) })),
  }),
  z.strictObject({
    apiVersion: z.literal('apps/v1'),
    kind: z.literal('Deployment'),
    metadata: z.strictObject({ name }),
    spec: z.strictObject({
      selector: z.strictObject({ matchLabels: labels }),
      template: z.strictObject({
        metadata: z.strictObject({ labels }),
        spec: z.strictObject({
          containers: z.tuple([z.strictObject({ name, image: z.string(), env: z.array(variable) })]),
        }),
      }),
    }),
  }),
]);

const text = examples['kubernetes']!.files['my-service.yaml']!;
const read = (yaml: string) => manifest.parse(parseAllDocuments(yaml).map((document) => document.toJS() as unknown));

test('the manifest for Kubernetes has the fields of its kinds, and its parts refer to one another', () => {
  const [service, slice, { spec }] = read(text);
  expect(slice.metadata.labels['kubernetes.io/service-name']).toBe(service.metadata.name);
  expect(slice.ports).toEqual(service.spec.ports);
  expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels);
  const { env } = spec.template.spec.containers[0];
  expect(env).toContainEqual({
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    value: `http://${service.metadata.name}:${OTLP_HTTP_PORT}`,
  });
  expect(unresolved(env)).toEqual([]);
});

test('a field in the wrong place, and a variable that stands below its use, are noticed', () => {
  expect(() => read(text.replace('containers:', 'container:'))).toThrow('container');
  const { env } = read(text)[2].spec.template.spec.containers[0];
  expect(unresolved(env.toReversed())).toEqual(['POD_UID', 'POD_NAME', 'NODE_NAME', 'POD_UID']);
});

/** Variables that a value refers to before they are set: Kubernetes leaves such a reference as it is. */
function unresolved(env: z.infer<typeof variable>[]): string[] {
  return env.flatMap((one, i) => {
    const above = env.slice(0, i).map((other) => other.name);
    const used = 'value' in one ? [...one.value.matchAll(/\$\((\w+)\)/g)].map(([, used = '']) => used) : [];
    return used.filter((other) => !above.includes(other));
  });
}

describe('Compose', () => {
  let compose: ComposePlugin;
  let folder: string;
  beforeAll(async () => {
    compose = await provideCompose(console.error);
    folder = await mkdtemp(join(tmpdir(), 'span-metrics-lab-page-'));
  }, 600_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('takes the page’s file, whose network is the lab’s', async () => {
    await writeFile(join(folder, 'compose.yaml'), examples['compose']!.files['compose.yaml']!);
    const config = await run(compose.path, ['config'], { cwd: folder, env: compose.environment });
    expect(parse(config)).toMatchObject({
      services: { 'my-service': { networks: { lab: null } } },
      networks: { lab: { name: 'span-metrics-lab_apps', external: true } },
    });
  });
});
