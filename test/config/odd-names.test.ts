import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { anyOf, label, metric, oneOf, quoted, seriesOf, substitute } from '@span-metrics-lab/grafana';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readLabEnv } from '../../lab/src/parts/env-file.ts';
import { provideEngines } from '../../lab/src/runtime/engines/provide-engines.ts';

// Odd names of services and routes, tested by Prometheus itself: promtool loads a series per name and evaluates the queries.
const alphabet = [
  'a',
  ' ',
  '"',
  "'",
  '`',
  '\\',
  '$',
  '{',
  '}',
  '(',
  ')',
  '|',
  '.',
  '*',
  '+',
  '?',
  '\n',
  '\t',
  '/',
  'é',
  '🛒',
];
const combined = Array.from({ length: 60 }, (_, i) =>
  Array.from({ length: 5 }, (_, k) => alphabet[(i * 7 + k * k * 5 + i * k) % alphabet.length]).join(''),
);
const names = [
  ...new Set([
    'my "shop"',
    'payment.v2',
    'paymentXv2',
    'GET /odata/$metadata',
    '$service',
    'C:\\temp',
    'two\nlines',
    ...alphabet,
    ...combined,
  ]),
];

let promtool: string;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lab-names-'));
  promtool = (await provideEngines(['promtool'], { env: readLabEnv(), say: console.log })).get('promtool')!.path;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a selector finds only the series of its name', async () => {
  expect(await evaluated(names.map((name) => ask(seriesOf(metric.calls, { [label.service]: name }), name)))).toBe('');
});

const one = `${metric.calls}{${label.service}=${oneOf('service')}}`;
const several = `${metric.calls}{${label.service}=~${anyOf('service')}}`;

test('a dashboard’s variable selects only its name, as one value and as several', async () => {
  const timing = { range: 60, step: 15 };
  expect(
    await evaluated(
      names.flatMap((name) => [
        ask(substitute(one, { service: name }, timing), name),
        ask(substitute(several, { service: [name] }, timing), name),
        ask(substitute(several, { service: [name, 'nobody'] }, timing), name),
      ]),
    ),
  ).toBe('');
});

// grafana/grafana, packages/grafana-data/src/text/string.ts, escapeRegex; a raw string cannot hold its own quote
test('Grafana’s formats `raw` and `regex` make the same queries from every name without a backtick', async () => {
  const escaped = (name: string) => name.replace(/[\\^$*+?.()|[\]{}/]/g, '\\$&');
  expect(
    await evaluated(
      names
        .filter((name) => !name.includes('`'))
        .flatMap((name) => [
          ask(
            one.replace('${service:raw}', () => name),
            name,
          ),
          ask(
            several.replace('${service:regex}', () => escaped(name)),
            name,
          ),
        ]),
    ),
  ).toBe('');
});

test('a name that is put between quotes by hand is refused or finds nothing', async () => {
  expect(await evaluated([ask(`${metric.calls}{service_name="my "shop""}`, 'my "shop"')])).toContain('parse error');
  expect(await evaluated([ask(`${metric.calls}{service_name=~"payment.v2"}`, 'payment.v2')])).toContain('paymentXv2');
});

type Case = { expr: string; name: string };
const ask = (expr: string, name: string): Case => ({ expr, name });

/** Each name has its own value. Returns the complaints of promtool. */
async function evaluated(cases: readonly Case[]): Promise<string> {
  const sampleOf = (name: string) => `${metric.calls}{${label.service}=${quoted(name)}}`;
  const file = join(folder, 'cases.json'); // JSON is YAML
  const test = {
    interval: '1s',
    input_series: names.map((name, i) => ({ series: sampleOf(name), values: String(i + 1) })),
    promql_expr_test: cases.map(({ expr, name }) => ({
      expr,
      eval_time: '0s',
      exp_samples: [{ labels: sampleOf(name), value: names.indexOf(name) + 1 }],
    })),
  };
  writeFileSync(file, JSON.stringify({ rule_files: [], evaluation_interval: '1s', tests: [test] }));
  const { exitCode, all } = await execa(promtool, ['test', 'rules', file], { reject: false, all: true });
  return exitCode === 0 ? '' : all;
}
