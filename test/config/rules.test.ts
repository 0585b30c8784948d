import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readLabEnv } from '../../lab/src/parts/env-file.ts';
import { checkout } from '../../lab/src/base/paths.ts';
import { provideEngines } from '../../lab/src/runtime/engines/provide-engines.ts';

/** Every file of recorded series; its cases are in rules/. */
const files = ['red-by-service', 'zero-errors'] as const;
type File = (typeof files)[number];

const rulesOf = (file: File) => readFileSync(join(checkout, `prometheus/rules/${file}.yaml`), 'utf8');

let promtool: string;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lab-rules-'));
  for (const file of files) copyFileSync(join(import.meta.dirname, `rules/${file}.yaml`), casesOf(file));
  promtool = (await provideEngines(['promtool'], { env: readLabEnv(), say: console.log })).get('promtool')!.path;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every file of rules is tried', () => {
  expect(readdirSync(join(checkout, 'prometheus/rules'))).toEqual(files.map((file) => `${file}.yaml`));
});

test.each([
  ['red-by-service', 3],
  ['zero-errors', 1],
] as const)('promtool check rules accepts %s', async (file, count) => {
  const checked = await execa(promtool, ['check', 'rules', '--lint=all', '--lint-fatal', withRules(file)], soft);
  expect(checked).toMatchObject({ exitCode: 0, all: expect.stringContaining(`${count} rules found`) });
});

test('promtool check rules refuses invalid PromQL', async () => {
  const broken = withRules('red-by-service', ['sum by', 'sun by']);
  const { exitCode, all } = await execa(promtool, ['check', 'rules', broken], soft);
  expect(exitCode).not.toBe(0);
  expect(all).toContain('could not parse expression');
});

test.each(files)('promtool test rules passes the cases of %s', async (file) => {
  withRules(file);
  expect(await execa(promtool, ['test', 'rules', casesOf(file)], soft)).toMatchObject({ exitCode: 0 });
});

test.each([
  ['red-by-service', 'calls to others are counted too', 'calls_total{span_kind="SPAN_KIND_SERVER"}', 'calls_total'],
  [
    'red-by-service',
    'a service without errors is left out',
    '            or service_name:traces_span_metrics_calls:rate1m * 0\n',
    '',
  ],
  [
    'red-by-service',
    'a gauge is made of a counter',
    'sum by (service_name) (rate(traces_span_metrics_calls_total{span_kind="SPAN_KIND_SERVER"}[1m]))',
    'sum by (service_name) (traces_span_metrics_calls_total{span_kind="SPAN_KIND_SERVER"})',
  ],
  [
    'red-by-service',
    'only one route’s durations are recorded',
    'native_duration_milliseconds{span_kind="SPAN_KIND_SERVER"',
    'native_duration_milliseconds{span_kind="SPAN_KIND_SERVER", span_name="GET /"',
  ],
  ['zero-errors', 'the recorded calls are not zero', '0 * topk by', 'topk by'],
  ['zero-errors', 'the rule feeds itself', ', status_code!="STATUS_CODE_ERROR"', ''],
  ['zero-errors', 'a zero ends because of itself', ', collector_instance_id!=""', ''],
  ['zero-errors', 'each status has a zero', '(1,', '(9,'],
  ['zero-errors', 'the status of the answer is missing', ', http_response_status_code)', ')'],
  ['zero-errors', 'spans of other kinds get one', 'span_kind=~"SPAN_KIND_(SERVER|CLIENT)", ', ''],
] as const)('the cases of %s fail if %s', async (file, _, from, to) => {
  withRules(file, [from, to]);
  const { exitCode, all } = await execa(promtool, ['test', 'rules', casesOf(file)], soft);
  expect(exitCode).not.toBe(0);
  expect(all).toContain('FAILED');
});

const soft = { reject: false, all: true } as const;

const casesOf = (file: File) => join(folder, `${file}.cases.yaml`);

/** Puts rules where their cases read them, with one text replaced if that is asked for. */
function withRules(file: File, [from, to]: readonly [from: string, to: string] = ['', '']): string {
  const rules = rulesOf(file);
  expect(rules).toContain(from);
  const at = join(folder, `${file}.rules.yaml`);
  writeFileSync(at, rules.replace(from, to));
  return at;
}
