import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROOM } from '../../lab/src/base/free-space.ts';
import { tenantHeader } from '../../lab/src/backends/http.ts';
import { capabilityNames, overlayFile } from '../../lab/src/parts/capabilities.ts';
import { readLabEnv } from '../../lab/src/parts/env-file.ts';
import { servicesOf } from '../../lab/src/parts/endpoints.ts';
import { parts } from '../../lab/src/parts/parts.ts';
import { planOf } from '../../lab/src/runtime/native/plans/index.ts';
import type { LabState } from '../../lab/src/runtime/native/state-file.ts';
import { type ComposeConfig, composeConfig } from '../support/docker/compose-config.ts';
import { provideCompose } from '../support/docker/compose-plugin.ts';

const engine = { path: '/engine', origin: 'cache', version: '1.2.3' };
const engines = parts
  .filter((part) => part.engine && part.runtimes?.includes('docker') !== false)
  .map((part) => part.name);

/** A lab as the native runtime would start it. */
const state = {
  stack: 'both',
  capabilities: [],
  env: readLabEnv({ shell: {} }),
  configs: {},
  engines: Object.fromEntries(engines.map((name) => [name, engine])),
} as unknown as LabState;

let compose: ComposeConfig;
beforeAll(async () => {
  const overlays = capabilityNames.map(overlayFile).filter((file) => existsSync(file));
  compose = await composeConfig(await provideCompose(console.error), ['docker-compose.both.yaml', ...overlays]);
}, 600_000);

test.each(engines)('%s gets the same settings of its garbage collector on both runtimes', (name) => {
  const { GOMEMLIMIT, GOGC } = planOf(name).command(state).env;
  expect(GOMEMLIMIT).toMatch(/MiB$/);
  for (const service of servicesOf(parts.find((part) => part.name === name)!))
    expect(compose.services[service]!.environment).toMatchObject({ GOMEMLIMIT, ...(GOGC && { GOGC }) });
});

test.each(engines)('the memory limit of the container of %s leaves room above its heap', (name) => {
  for (const service of servicesOf(parts.find((part) => part.name === name)!)) {
    const { environment, mem_limit } = compose.services[service]!;
    expect(Number(mem_limit)).toBeGreaterThan(parseInt(environment!['GOMEMLIMIT']!, 10) * 2 ** 20 * 1.2);
  }
});

test('Prometheus gets the same flags on both runtimes, apart from addresses, folders and its log', () => {
  const own = /^--(config\.file|storage\.tsdb\.path|web\.listen-address|web\.external-url|log\.level)/;
  const flags = (args: readonly string[]) => args.filter((arg) => !own.test(arg)).sort();
  const native = flags(planOf('prometheus').command(state).args);
  expect(native).toContain('--storage.tsdb.retention.time=48h');
  expect(flags(compose.services['prometheus']!.command!)).toEqual(native);
});

test('the collector, Grafana and the health check of a container send Tempo the header that the tool sends', () => {
  const [[name, value]] = Object.entries(tenantHeader) as [[string, string]];
  const read = (path: string) => parse(readFileSync(path, 'utf8'), { merge: true });
  expect(read('otel-collector/to-tempo.yaml').exporters['otlp_http/tempo'].headers).toEqual(tenantHeader);
  expect(read('grafana/provisioning/datasources/tempo.yaml').datasources[0]).toMatchObject({
    jsonData: { httpHeaderName1: name },
    secureJsonData: { httpHeaderValue1: value },
  });
  expect(readFileSync('docker/probe.mjs', 'utf8')).toContain(`headers: { '${name}': '${value}' }`);
});

test('a disk counts as full for containers when it does for processes', () => {
  const [, room] = /^const ROOM = (\S+);/m.exec(readFileSync('docker/door.mjs', 'utf8'))!;
  expect(Number(room)).toBe(ROOM);
});
