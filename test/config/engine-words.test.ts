import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GoEngineName } from '../../lab/src/parts/engines.ts';
import { readLabEnv } from '../../lab/src/parts/env-file.ts';
import { checkout } from '../../lab/src/base/paths.ts';
import { provideEngines } from '../../lab/src/runtime/engines/provide-engines.ts';

let engines: Awaited<ReturnType<typeof provideEngines>>;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lab-config-'));
  engines = await provideEngines(['tempo', 'promtool', 'k6'], { env: readLabEnv(), say: console.log });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('tempo -config.verify accepts the configuration', async () => {
  const verified = await ask('tempo', [
    '-config.verify',
    '-config.expand-env=true',
    '-config.file',
    join(checkout, 'tempo/config.yaml'),
  ]);
  expect(verified).toMatchObject({ exitCode: 0 });
});

test('tempo -config.verify refuses an unknown key', async () => {
  const broken = join(folder, 'tempo.yaml');
  writeFileSync(broken, 'serverr: {}\n');
  const { exitCode, all } = await ask('tempo', ['-config.verify', '-config.file', broken]);
  expect(exitCode).not.toBe(0);
  expect(all).toContain('serverr');
});

test('promtool check config accepts the configuration', async () => {
  expect(await ask('promtool', ['check', 'config', join(checkout, 'prometheus/prometheus.yaml')])).toMatchObject({
    exitCode: 0,
  });
});

test('promtool check config refuses an unknown key', async () => {
  const broken = join(folder, 'prometheus.yaml');
  writeFileSync(broken, 'scrape_configz: []\n');
  expect((await ask('promtool', ['check', 'config', broken])).exitCode).not.toBe(0);
});

test('k6 inspect accepts the script', async () => {
  const { exitCode, stdout } = await ask('k6', ['inspect', join(checkout, 'k6-script.js')]);
  expect(exitCode).toBe(0);
  expect(Object.keys((JSON.parse(stdout) as { thresholds: object }).thresholds).length).toBeGreaterThanOrEqual(3);
});

function ask(engine: GoEngineName, args: string[]) {
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  return execa(engines.get(engine)!.path, args, {
    reject: false,
    all: true,
    env: { HOME: home },
  });
}
