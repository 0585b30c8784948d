import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dashboards, losses, type Loss } from '@span-metrics-lab/grafana';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkout } from '../../lab/src/base/paths.ts';
import { alertOf } from '../../lab/src/docs/loss-alerts.ts';
import { exercises } from '../../lab/src/exercises/index.ts';
import { readLabEnv } from '../../lab/src/parts/env-file.ts';
import { appRoles, workers } from '../../lab/src/parts/parts.ts';
import { provideEngines } from '../../lab/src/runtime/engines/provide-engines.ts';

type Rule = { alert: string; expr: string; labels: Record<string, string>; annotations: Record<string, string> };

const folderOf = (kind: string) => join(checkout, 'prometheus', kind);
/** The hand-written files, whose cases are in alerts/. */
const files = ['outages', 'path', 'pipeline', 'shop'] as const;
type File = (typeof files)[number] | 'losses';

const rulesOf = (file: File) => readFileSync(join(folderOf('alerts'), `${file}.yaml`), 'utf8');
const alertsIn = (text: string): Rule[] =>
  (parse(text) as { groups: { rules: Rule[] }[] }).groups.flatMap(({ rules }) => rules);
const all = ([...files, 'losses'] as const).flatMap((file) => alertsIn(rulesOf(file)));

let promtool: string;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lab-alerts-'));
  for (const file of files) copyFileSync(join(import.meta.dirname, `alerts/${file}.yaml`), casesOf(file));
  writeFileSync(casesOf('losses'), JSON.stringify(casesOfLosses())); // YAML reads JSON
  promtool = (await provideEngines(['promtool'], { env: readLabEnv(), say: console.log })).get('promtool')!.path;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every file of alerts is tried', () => {
  expect(readdirSync(folderOf('alerts')).sort()).toEqual([...files, 'losses'].map((file) => `${file}.yaml`).sort());
});

test.each([...files, 'losses'] as const)('promtool accepts %s, and its cases pass', async (file) => {
  const rules = withRules(file);
  const checked = await execa(promtool, ['check', 'rules', '--lint=all', '--lint-fatal', rules], soft);
  expect(checked).toMatchObject({ exitCode: 0 });
  const tried = await execa(promtool, ['test', 'rules', casesOf(file)], soft);
  expect(tried.all).toContain('SUCCESS');
});

test.each([
  ['path', 'the heartbeat can end', 'vector(1)', 'vector(1) > 1'],
  [
    'path',
    'old failures count',
    'increase(alertmanager_notifications_failed_total[30s])',
    'alertmanager_notifications_failed_total',
  ],
  ['outages', 'one scrape is an outage', 'for: 4s', 'for: 0s'],
  ['outages', 'only all targets of a job together are down', 'min by (job)', 'max by (job)'],
  ['outages', 'a store is not named', '"(tempo|jaeger|loki|victorialogs)"', '"(none)"'],
  ['outages', 'what is behind the collector is not said', ', collector: behind', ''],
  ['outages', 'what is behind it is told first', 'for: 10s', 'for: 4s'],
  ['outages', 'an outage is over before what follows from it', 'keep_firing_for: 15s', 'keep_firing_for: 0s'],
  ['outages', 'a target that is down is slow too', ' and on (job, instance) up == 1', ''],
  ['outages', 'services of others have no time of their own', '{job!~"other-services|span-metrics"}', ''],
  ['outages', 'a slow scrape of the RED metrics is not told', '[10s]) > 0.25\n', '[10s]) > 9\n'],
  ['outages', 'RED metrics have no more time than they have', '[10s]) > 0.25\n', '[10s]) > 0.1\n'],
  ['outages', 'a slow scrape of others is not told', '[10s]) > 1\n', '[10s]) > 9\n'],
  ['outages', 'the start of the lab is an outage', ' > 40)', ' > 0)'],
  ['outages', 'a service is not watched', 'or absent(nodejs_eventloop_utilization_ratio{service_name="stock"})', ''],
  ['pipeline', 'half a queue is enough', '> 0.6', '> 0.5'],
  ['pipeline', 'a full queue is not', '> 0.6', '> 0.9'],
  ['pipeline', 'one scrape is enough', 'for: 4s', 'for: 0s'],
  ['shop', 'one look is an outage', 'for: 4s', 'for: 0s'],
  ['shop', 'the start of the lab is an outage', ' > 40)', ' > -1)'],
  ['shop', '9 s are late', '> 10', '> 8'],
  [
    'shop',
    'old dead letters count',
    '\n            - min_over_time(kafka_partition_current_offset{topic=~".+-dead"}[1m])',
    '',
  ],
  ['shop', 'every message is a dead letter', '{topic=~".+-dead"}', ''],
  [
    'shop',
    'a lab without the shop misses it',
    'and on () group(nodejs_eventloop_utilization_ratio{service_name=~"fulfilment|catalogue|executor|observer"})',
    '',
  ],
  ['losses', 'one item is not enough', ' > 0', ' > 5'],
  ['losses', 'what was lost before counts', ' offset 30s', ' offset 1w'],
] as const)('the cases of %s fail if %s', async (file, _, from, to) => {
  withRules(file, [from, to]);
  const { exitCode, all: said } = await execa(promtool, ['test', 'rules', casesOf(file)], soft);
  expect(exitCode).not.toBe(0);
  expect(said).toContain('FAILED');
});

test('promtool refuses invalid PromQL', async () => {
  const { exitCode, all: said } = await execa(
    promtool,
    ['check', 'rules', withRules('shop', ['min by', 'mon by'])],
    soft,
  );
  expect(exitCode).not.toBe(0);
  expect(said).toContain('could not parse expression');
});

test.each(all.map((rule) => [`${rule.alert} ${rule.labels['loss'] ?? ''}`.trim(), rule] as const))(
  '%s says what it means, what to do and where to look',
  (_, rule) => {
    expect(lacks(rule)).toEqual([]);
  },
);

test.each([
  ['severity', { severity: 'urgent' }, {}],
  ['action', {}, { action: '' }],
  ['panel', {}, { panel: 'telemetry-pipeline/No such panel' }],
  ['exercise', {}, { exercise: 'no-such-exercise' }],
] as const)('an alert with a wrong %s is named', (name, labels, annotations) => {
  const [good] = all as [Rule];
  const wrong = {
    ...good,
    labels: { ...good.labels, ...labels },
    annotations: { ...good.annotations, ...annotations },
  };
  expect(lacks(wrong)).toEqual([name]);
});

test('every service of the application and of the shop is watched', () => {
  const watched = (file: File) =>
    [...rulesOf(file).matchAll(/absent\(.+\{service_name="(\w+)"\}\)/g)].map(([, name]) => name);
  expect(watched('outages')).toEqual(appRoles);
  expect(watched('shop')).toEqual(workers);
});

const soft = { reject: false, all: true } as const;

const casesOf = (file: File) => join(folder, `${file}.cases.yaml`);

/** What an alert must have and has not, or has wrong. */
function lacks({ labels, annotations }: Rule): string[] {
  const { panel = '', exercise } = annotations;
  const [uid, ...title] = panel.split('/');
  const titles = dashboards
    .filter((one) => one.uid === uid)
    .flatMap(({ rows }) => rows.flatMap(({ panels }) => panels.map((shown) => shown.panel.title)));
  return [
    ...(['page', 'ticket', 'none'].includes(labels['severity'] ?? '') ? [] : ['severity']),
    ...['summary', 'meaning', 'action'].filter((name) => !annotations[name]),
    ...(titles.includes(title.join('/')) ? [] : ['panel']),
    ...(exercises.some(({ id }) => id === exercise) ? [] : ['exercise']),
  ];
}

/** A case for each loss: its counter grows once, which is told at once and no longer than half a minute. */
function casesOfLosses(): unknown {
  const told = (loss: Loss) => ({
    labels: `ALERTS{alertname="${alertOf(loss)}", alertstate="firing", loss="${loss.what}", severity="${loss.cause === 'lab' ? 'page' : 'ticket'}"}`,
    value: 1,
  });
  return {
    rule_files: ['losses.rules.yaml'],
    evaluation_interval: '2s',
    tests: losses.map((loss) => {
      const shown = (eval_time: string, exp_samples: unknown[]) => ({
        expr: `ALERTS{loss="${loss.what}"}`,
        eval_time,
        exp_samples,
      });
      return {
        name: loss.what,
        interval: '1s',
        input_series: [{ series: seriesOf(loss), values: '7x60 8x60' }],
        promql_expr_test: [shown('58s', []), shown('64s', [told(loss)]), shown('100s', [])],
      };
    }),
  };
}

/** A series that the matchers of a loss select. */
function seriesOf({ counter, matchers }: Loss): string {
  const labels = [...matchers.matchAll(/(\w+)(=~|!~|!=|=)"([^"]*)"/g)].map(([, name, operator, value = '']) => {
    const fits = operator!.startsWith('!') ? 'other' : value.replace(/\|.*/, '').replace(/\.[*+]$/, 'x');
    return `${name}="${fits}"`;
  });
  return `${counter}{${labels.join(',')}}`;
}

/** Puts rules where their cases read them, with one text replaced wherever it is if that is asked for. */
function withRules(file: File, [from, to]: readonly [from: string, to: string] = ['', '']): string {
  const rules = rulesOf(file);
  expect(rules).toContain(from);
  const at = join(folder, `${file}.rules.yaml`);
  writeFileSync(at, from ? rules.replaceAll(from, to) : rules);
  return at;
}
