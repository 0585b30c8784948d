import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readLabEnv } from '../../lab/src/parts/env-file.ts';
import { checkout } from '../../lab/src/base/paths.ts';
import { provideEngines } from '../../lab/src/runtime/engines/provide-engines.ts';

const rules = readFileSync(join(checkout, 'prometheus/rules/red-by-service.yaml'), 'utf8');

let promtool: string;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lab-rules-'));
  copyFileSync(join(import.meta.dirname, 'rules/red-by-service.yaml'), join(folder, 'cases.yaml'));
  promtool = (await provideEngines(['promtool'], { env: readLabEnv(), say: console.log })).get('promtool')!.path;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('promtool check rules accepts the rules', async () => {
  const checked = await execa(promtool, ['check', 'rules', '--lint=all', '--lint-fatal', withRules(rules)], soft);
  expect(checked).toMatchObject({ exitCode: 0, all: expect.stringContaining('3 rules found') });
});

test('promtool check rules refuses invalid PromQL', async () => {
  const { exitCode, all } = await execa(
    promtool,
    ['check', 'rules', withRules(rules.replace('sum by', 'sun by'))],
    soft,
  );
  expect(exitCode).not.toBe(0);
  expect(all).toContain('could not parse expression');
});

test('promtool test rules passes the cases', async () => {
  withRules(rules);
  expect(await execa(promtool, ['test', 'rules', join(folder, 'cases.yaml')], soft)).toMatchObject({ exitCode: 0 });
});

test.each([
  ['calls to others are counted too', 'calls_total{span_kind="SPAN_KIND_SERVER"}', 'calls_total'],
  ['a service without errors is left out', '            or service_name:traces_span_metrics_calls:rate1m * 0\n', ''],
  [
    'a gauge is made of a counter',
    'sum by (service_name) (rate(traces_span_metrics_calls_total{span_kind="SPAN_KIND_SERVER"}[1m]))',
    'sum by (service_name) (traces_span_metrics_calls_total{span_kind="SPAN_KIND_SERVER"})',
  ],
  [
    'only one route’s buckets are recorded',
    'sum by (service_name, le) (rate(traces',
    'max by (service_name, le) (rate(traces',
  ],
])('the rules’ cases fail if %s', async (_, from, to) => {
  expect(rules).toContain(from);
  withRules(rules.replace(from, to));
  const { exitCode, all } = await execa(promtool, ['test', 'rules', join(folder, 'cases.yaml')], soft);
  expect(exitCode).not.toBe(0);
  expect(all).toContain('FAILED');
});

const soft = { reject: false, all: true } as const;

/** Puts rules where the cases read them. */
function withRules(text: string): string {
  const file = join(folder, 'red-by-service.rules.yaml');
  writeFileSync(file, text);
  return file;
}
