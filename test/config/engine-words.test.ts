import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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
  engines = await provideEngines(['collector', 'tempo', 'promtool', 'k6'], { env: readLabEnv(), say: console.log });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const collectorConfigs = readdirSync(join(checkout, 'otel-collector')).filter((f) => f.endsWith('.yaml'));

test.each(collectorConfigs)('otelcol validate otel-collector/%s', async (file) => {
  expect(await ask('collector', ['validate', '--config', join(checkout, 'otel-collector', file)])).toMatchObject({
    exitCode: 0,
  });
});

test('otelcol validate refuses an exporter that is not there', async () => {
  const broken = join(folder, 'broken.yaml');
  writeFileSync(
    broken,
    'service: {pipelines: {traces: {receivers: [otlp], exporters: [nowhere]}}}\nreceivers: {otlp: {protocols: {grpc: {}}}}\nexporters: {debug: {}}\n',
  );
  const { exitCode, all } = await ask('collector', ['validate', '--config', broken]);
  expect(exitCode).not.toBe(0);
  expect(all).toContain('nowhere');
});

test('tempo -config.verify', async () => {
  const verified = await ask('tempo', [
    '-config.verify',
    '-config.expand-env=true',
    '-config.file',
    join(checkout, 'tempo/config.yaml'),
  ]);
  expect(verified).toMatchObject({ exitCode: 0 });
});

test('tempo -config.verify refuses a key that it does not know', async () => {
  const broken = join(folder, 'tempo.yaml');
  writeFileSync(broken, 'serverr: {}\n');
  const { exitCode, all } = await ask('tempo', ['-config.verify', '-config.file', broken]);
  expect(exitCode).not.toBe(0);
  expect(all).toContain('serverr');
});

test('promtool check config', async () => {
  expect(await ask('promtool', ['check', 'config', join(checkout, 'prometheus/prometheus.yaml')])).toMatchObject({
    exitCode: 0,
  });
});

test('promtool check config refuses a key that it does not know', async () => {
  const broken = join(folder, 'prometheus.yaml');
  writeFileSync(broken, 'scrape_configz: []\n');
  expect((await ask('promtool', ['check', 'config', broken])).exitCode).not.toBe(0);
});

test('k6 inspect', async () => {
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
    env: { QUEUE_DIR: join(folder, 'queue'), HOME: home },
  });
}
