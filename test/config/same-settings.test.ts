import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { checkout } from '../../lab/src/base/paths.ts';
import { readLabEnv } from '../../lab/src/parts/env-file.ts';
import { servicesOf } from '../../lab/src/parts/endpoints.ts';
import { parts } from '../../lab/src/parts/parts.ts';
import { planOf } from '../../lab/src/runtime/native/plans/index.ts';
import type { LabState } from '../../lab/src/runtime/native/state-file.ts';
import { type ComposeConfig, composeConfig } from '../support/docker/compose-config.ts';
import { provideCompose } from '../support/docker/compose-plugin.ts';

const engine = { path: '/engine', origin: 'cache', version: '1.2.3' };
const engines = parts.filter((part) => part.engine).map((part) => part.name);

/** A lab as the native runtime would start it. */
const state = {
  stack: 'both',
  capabilities: [],
  env: readLabEnv(join(checkout, '.env'), {}),
  configs: {},
  engines: Object.fromEntries(engines.map((name) => [name, engine])),
} as unknown as LabState;

let compose: ComposeConfig;
beforeAll(async () => {
  compose = await composeConfig(await provideCompose(console.error), ['docker-compose.both.yaml']);
}, 600_000);

test.each(engines)('%s gets the same memory limit on both runtimes', (name) => {
  const limit = planOf(name).command(state).env['GOMEMLIMIT'];
  expect(limit).toMatch(/MiB$/);
  for (const service of servicesOf(parts.find((part) => part.name === name)!))
    expect(compose.services[service]!.environment!['GOMEMLIMIT']).toBe(limit);
});

test('Prometheus gets the same flags on both runtimes, apart from addresses, folders and its log', () => {
  const own = /^--(config\.file|storage\.tsdb\.path|web\.listen-address|log\.level)/;
  const flags = (args: readonly string[]) => args.filter((arg) => !own.test(arg)).sort();
  const native = flags(planOf('prometheus').command(state).args);
  expect(native).toContain('--storage.tsdb.retention.time=48h');
  expect(flags(compose.services['prometheus']!.command!)).toEqual(native);
});
