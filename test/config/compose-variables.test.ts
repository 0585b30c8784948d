import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { checkout } from '../../lab/src/base/paths.ts';
import { overlayFile } from '../../lab/src/parts/capabilities.ts';
import { appRoles, guests, stacks, workers } from '../../lab/src/parts/parts.ts';
import { configFiles } from '../../lab/src/runtime/config-files.ts';
import { nextGuests } from '../../lab/src/runtime/docker/next-guests.ts';
import { faultsTarget } from '../../lab/src/runtime/docker/settings.ts';
import { composeFile } from '../../lab/src/runtime/docker/services.ts';
import { composeConfig } from '../support/docker/compose-config.ts';
import { type ComposePlugin, provideCompose } from '../support/docker/compose-plugin.ts';

let compose: ComposePlugin;
beforeAll(async () => void (compose = await provideCompose(console.error)), 600_000);

test.each(stacks)('the variables of the application reach every role on the %s stack', async (stack) => {
  const chosen = { LAB_TELEMETRY: 'off', LOG_LEVEL: 'debug' };
  const { services } = await composeConfig(compose, [composeFile(stack)], chosen);
  for (const role of appRoles) expect(services[role]!.environment).toMatchObject(chosen);
});

test.each(stacks)('the origins of web pages reach the guard and the collector on the %s stack', async (stack) => {
  const chosen = { OTLP_CORS_ORIGINS: 'http://localhost:5173' };
  const { services } = await composeConfig(compose, [composeFile(stack)], chosen);
  for (const name of ['guard', 'otel-collector']) expect(services[name]!.environment).toMatchObject(chosen);
});

test.each(stacks)(
  'with the capability logs every role of the %s stack sends its lines, without it none',
  async (stack) => {
    const lines = async (files: readonly string[], chosen = {}) => {
      const { services } = await composeConfig(compose, files, chosen);
      return [...appRoles, ...workers].flatMap((role) => services[role]?.environment?.['LAB_LOGS'] ?? []);
    };
    const every = (count: number, value: string) => Array(count).fill(value) as string[];
    const all = appRoles.length + workers.length;
    expect(await lines([composeFile(stack)])).toEqual(every(appRoles.length, 'off'));
    expect(await lines([composeFile(stack), overlayFile('logs')])).toEqual(every(appRoles.length, 'on'));
    const withShop = [composeFile(stack), overlayFile('shop'), overlayFile('logs')];
    expect(await lines(withShop, { LAB_LOGS: 'on' })).toEqual(every(all, 'on')); // as npm start sets it
  },
);

test('each guest calls the one that the tool names, and passes over those that are left out', async () => {
  const files = [composeFile('tempo'), overlayFile('guests')];
  const nexts = async (chosen = {}) => {
    const { services } = await composeConfig(compose, files, chosen);
    return guests.map((guest) => services[guest]!.environment?.['NEXT_URL']);
  };
  expect(await nexts()).toEqual(Object.values(nextGuests([])));
  expect((await nexts(nextGuests(['guest-spring'])))[2]).toBe('http://guest-go:8024');
  expect((await nexts(nextGuests(['guest-spring', 'guest-go'])))[2]).toBe('http://gateway:8000');
});

const inDocker = Object.values(configFiles).filter(({ runtimes }) => runtimes.includes('docker'));

test.each(inDocker)('$variable is mounted into $part', async ({ variable, part }) => {
  const stack = part === 'jaeger' ? 'jaeger' : 'tempo';
  const chosen = join(checkout, 'package.json'); // any file
  const { services } = await composeConfig(compose, [composeFile(stack)], { [variable]: chosen });
  const mounts = Object.values(services).flatMap(({ volumes = [] }) => volumes.filter((v) => v.source === chosen));
  expect(mounts).toEqual([expect.objectContaining({ type: 'bind', read_only: true })]);
});

test.each(stacks)('the folder of faults is mounted read-only wherever it is read on the %s stack', async (stack) => {
  const chosen = join(checkout, 'docs'); // any folder
  const { services } = await composeConfig(compose, [composeFile(stack), overlayFile('shop')], {
    LAB_FAULTS_DIR: chosen,
  });
  const mount = { type: 'bind', read_only: true, source: chosen, target: faultsTarget };
  const readers = Object.keys(services).filter((name) => services[name]!.volumes?.some((v) => v.source === chosen));
  expect(readers.toSorted()).toEqual([...appRoles, ...workers, 'otel-collector', 'console'].toSorted());
  for (const name of readers) expect(services[name]!.volumes).toContainEqual(expect.objectContaining(mount));
});

test('the compose files accept only the configuration files that the tool knows', async () => {
  const texts = await Promise.all(
    globSync(['docker-compose*.yaml', 'docker/*.yaml'], { cwd: checkout }).map((file) =>
      readFile(join(checkout, file), 'utf8'),
    ),
  );
  const taken = texts.flatMap((text) => [...text.matchAll(/\$\{(\w+_CONFIG)\b/g)].map(([, variable]) => variable!));
  expect([...new Set(taken)].sort()).toEqual(inDocker.map(({ variable }) => variable).sort());
});
