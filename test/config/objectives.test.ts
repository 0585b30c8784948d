import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkout } from '../../lab/src/base/paths.ts';
import { readObjectiveFile } from '../../lab/src/objectives/objective-file.ts';
import { objectiveRules, windowsOf } from '../../lab/src/objectives/objective-rules.ts';
import { readLabEnv } from '../../lab/src/parts/env-file.ts';
import { objectivesFolder, type WindowSet, windowSets } from '../../lab/src/parts/objectives.ts';
import { provideEngines } from '../../lab/src/runtime/engines/provide-engines.ts';
import { goneIn } from '../../grafana/src/budgets.ts';
import { casesFor } from './objectives/cases.ts';
import { goneInCases, rulesForGoneIn } from './objectives/gone-in.ts';
import { conditionsOf } from './objectives/history.ts';

const files = globSync('slo/*.yaml', { cwd: checkout })
  .map((path) => basename(path))
  .sort();
const every = windowSets.flatMap((set) => files.map((file) => [set, file] as const));

let folder: string;
let promtool: string;
let sloth: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lab-objectives-'));
  const engines = await provideEngines(['promtool', 'sloth'], { env: readLabEnv(), say: console.log });
  [promtool, sloth] = [engines.get('promtool')!.path, engines.get('sloth')!.path];
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the committed rules are what `npm run objectives` writes, and there are no others', async () => {
  const made = await objectiveRules(sloth, checkout);
  expect(globSync('prometheus/objectives/**/*.yaml', { cwd: checkout }).sort()).toEqual([...made.keys()].sort());
  for (const [path, text] of made) expect(readFileSync(join(checkout, path), 'utf8'), path).toBe(text);
});

test.each([
  ['a function that does not exist', 'sum(rate(', 'sum(speed(', 'error_query', 'unknown function with name "speed"'],
  ['a bracket that is missing', '[{{.window}}])) > 0', '[{{.window}}]) > 0', 'total_query', 'parse error'],
])('a query with %s is refused with file, line and field', async (_, from, to, field, reason) => {
  const root = mkdtempSync(join(folder, 'broken-'));
  cpSync(join(checkout, 'slo'), join(root, 'slo'), { recursive: true });
  const at = join(root, 'slo/availability.yaml');
  const text = readFileSync(at, 'utf8');
  expect(text).toContain(from);
  writeFileSync(at, text.replace(from, to));
  const line = text.split('\n').findIndex((one) => one.includes(`${field}:`)) + 2;
  await expect(objectiveRules(sloth, root)).rejects.toThrow(
    new RegExp(`slo/availability\\.yaml[^]*line ${line}, slos\\[0\\]\\.sli\\.events\\.${field}: [^]*${reason}`),
  );
});

test('two objectives of one name are refused, with both files', async () => {
  const root = mkdtempSync(join(folder, 'twice-'));
  cpSync(join(checkout, 'slo'), join(root, 'slo'), { recursive: true });
  cpSync(join(root, 'slo/availability.yaml'), join(root, 'slo/other.yaml'));
  await expect(objectiveRules(sloth, root)).rejects.toThrow('in slo/availability.yaml and in slo/other.yaml');
});

test.each(every)('promtool accepts the rules of %s, %s', async (set, file) => {
  const checked = await execa(promtool, ['check', 'rules', '--lint=all', '--lint-fatal', rulesAt(set, file)], soft);
  expect(checked).toMatchObject({ exitCode: 0 });
});

test.each(every)(
  'every rule of %s, %s records what happened; its alerts fire, do not fire and resolve',
  async (set, file) => {
    const { alone, text } = casesOf(set, file);
    expect(names(alone)).toEqual(names(conditionsOf(windowsOf(checkout, set)))); // each condition was tried by itself
    expect(untested(set, file, text)).toEqual([]);
    expect(await tried(set, file)).toMatchObject({ exitCode: 0 });
  },
);

/** Each takes something away from the rules; the cases must notice. */
const queries = ['availability.yaml', 'chain-latency.yaml']; // one of each kind
const breaks: [what: string, files: readonly string[], from: RegExp, to: string][] = [
  ['requests of lab check count', queries, /, lab_run=""/g, ''],
  ['spans of other services count', queries, /job="span-metrics", /g, ''],
  ['calls to others count', queries, /span_kind="SPAN_KIND_SERVER", /g, ''],
  ['requests of orders count', queries, /service_name="gateway", /g, ''],
  ['without requests there is a share', queries, / > 0\)/g, ')'],
  ['routes that fail on purpose count', ['availability.yaml'], /span_name!~"[^"]*", /g, ''],
  ['without an error there is no share', ['availability.yaml'], /\n +or 0 \* sum\(rate\(.*\)\)/g, ''],
  ['answers of 5xx count as fast', ['chain-latency.yaml'], /, http_response_status_code!~"5.."/g, ''],
  ['other routes count', ['chain-latency.yaml'], /, span_name="[^"]*"/g, ''],
  ['another bucket is read', ['chain-latency.yaml'], /le="250.0"/g, 'le="500.0"'],
  ['another bucket is read', ['io-task-latency.yaml'], /le="1500.0"/g, 'le="3000.0"'],
  ...(
    [
      ['a quick page never fires', /\(14\.4 \*/g, '(144 *'],
      ['a slow page never fires', /\(6 \*/g, '(60 *'],
      ['a quick ticket never fires', /\(3 \*/g, '(30 *'],
      ['a slow ticket never fires', /\(1 \*/g, '(10 *'],
      ['a ticket fires too early', /\(1 \*/g, '(0.8 *'],
      ['a page fires too early', /\(6 \*/g, '(1 *'],
    ] as const
  ).map(([what, from, to]): [string, string[], RegExp, string] => [what, ['availability.yaml'], from, to]),
];

test.each(breaks.flatMap(([what, of, from, to]) => of.map((file) => [file, what, from, to] as const)))(
  'the cases of %s fail if %s',
  async (file, _, from, to) => {
    const { exitCode, all } = await tried('lesson', file, [from, to]);
    expect(all).toContain('FAILED');
    expect(exitCode).not.toBe(0);
  },
);

test('the cases of the real windows fail if a slow ticket never fires', async () => {
  expect(await tried('real', 'availability.yaml', [/\(1 \*/g, '(10 *'])).toMatchObject({
    exitCode: 1,
    all: expect.stringContaining('FAILED'),
  });
});

test('availability leaves out the routes of gateway that fail on purpose, and no other', () => {
  const [, pattern = ''] = /span_name!~"([^"]*)"/.exec(readFileSync(join(checkout, 'slo/availability.yaml'), 'utf8'))!;
  const { requests } = JSON.parse(readFileSync(join(checkout, 'routes.json'), 'utf8')) as {
    requests: { to: string; route: string; answers: number[] }[];
  };
  const ofGateway = requests.filter(({ to }) => to === 'gateway' || to === 'every role');
  const fails = ofGateway.filter(({ answers }) => answers.some((status) => status >= 500));
  expect(fails.length).toBeGreaterThan(0);
  const leftOut = ofGateway.filter(({ route }) => new RegExp(`^(?:${pattern})$`).test(route));
  expect(leftOut.map(({ route }) => route)).toEqual(fails.map(({ route }) => route));
});

test('the time until a budget is gone is within 5 % of what would happen, and another formula is not', async () => {
  const at = (name: string) => join(folder, name);
  writeFileSync(at('gone.rules.yaml'), rulesForGoneIn(readFileSync(rulesAt('lesson', 'availability.yaml'), 'utf8')));
  const asked = async (query: string) => {
    writeFileSync(at('gone.cases.yaml'), goneInCases('gone.rules.yaml', query));
    return execa(promtool, ['test', 'rules', at('gone.cases.yaml')], soft);
  };
  expect((await asked(goneIn)).all).toContain('SUCCESS');
  for (const [from, to] of [
    [' - 1) <=', ') <='], // what is added to the budget meanwhile
    ['> 1)', '> 0)'], // a rate at which it lasts
    ['count_over_time', 'sum_over_time'], // how long there have been requests
  ] as const) {
    expect(goneIn).toContain(from);
    expect((await asked(goneIn.replaceAll(from, to))).all, to).toContain('FAILED');
  }
});

const soft = { reject: false, all: true } as const;

const rulesAt = (set: WindowSet, file: string) => join(objectivesFolder(set), file);

function casesOf(set: WindowSet, file: string) {
  const { value } = readObjectiveFile(file, readFileSync(join(checkout, 'slo', file), 'utf8'));
  expect(value.slos).toHaveLength(1);
  return casesFor(value.slos[0]!, windowsOf(checkout, set), 'rules.yaml');
}

/** Runs the cases of an objective on its rules, or on a broken copy. */
async function tried(set: WindowSet, file: string, [from, to]: readonly [RegExp, string] = [/^/, '']) {
  const at = join(folder, set, file);
  mkdirSync(at, { recursive: true });
  const rules = readFileSync(rulesAt(set, file), 'utf8');
  expect(rules).toMatch(from);
  writeFileSync(join(at, 'rules.yaml'), rules.replace(from, to));
  writeFileSync(join(at, 'cases.yaml'), casesOf(set, file).text);
  return execa(promtool, ['test', 'rules', join(at, 'cases.yaml')], soft);
}

/** Names of rules that no case mentions. What says nothing about requests needs none. */
function untested(set: WindowSet, file: string, cases: string): string[] {
  const recorded = [...readFileSync(rulesAt(set, file), 'utf8').matchAll(/- (?:record|alert): (\S+)/g)].map(
    ([, name]) => name!,
  );
  const constants = ['slo:time_period:days', 'sloth_slo_info'];
  return recorded.filter((name) => !constants.includes(name) && !cases.includes(name));
}

function names(conditions: ReturnType<typeof conditionsOf>): string[] {
  return [...new Set(conditions.map(({ severity, speed }) => `${severity} ${speed}`))].sort();
}
