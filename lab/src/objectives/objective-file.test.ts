import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exercises } from '../exercises/index.ts';
import { dashboards } from '@span-metrics-lab/grafana';
import { expect, test } from 'vitest';
import { LabError } from '../base/lab-error.ts';
import { checkout } from '../base/paths.ts';
import { alertAnnotations, readObjectiveFile } from './objective-file.ts';
import { readWindowsFile } from './windows-file.ts';

const file = 'slo/availability.yaml';
const good = readFileSync(join(checkout, file), 'utf8');
const windows = readFileSync(join(checkout, 'slo/windows/lesson.yaml'), 'utf8');

/** What the reader says about a file in which one text is replaced by another, and the line of the latter. */
function saysOf(read: (file: string, text: string) => unknown, text: string, from: string, to: string) {
  expect(text).toContain(from);
  const broken = text.replace(from, to);
  const line = broken.slice(0, text.indexOf(from) + to.length).split('\n').length;
  try {
    read(file, broken);
  } catch (error) {
    expect(error).toBeInstanceOf(LabError);
    return { line, says: (error as LabError).message };
  }
  throw new Error(`${to} was accepted`);
}

test('a file as it is committed is read', () => {
  expect(readObjectiveFile(file, good).value.slos[0]).toMatchObject({ name: 'availability', objective: 99 });
});

test.each([
  ['a field that nobody knows', 'objective: 99', 'objectiv: 99', 'slos[0].objectiv: no such field'],
  ['an objective above 100', 'objective: 99', 'objective: 199', 'slos[0].objective: expected a percentage below 100'],
  ['an objective of 100', 'objective: 99', 'objective: 100', 'slos[0].objective: expected a percentage below 100'],
  ['an objective of 0', 'objective: 99', 'objective: 0', 'slos[0].objective: expected a percentage above 0'],
  ['an objective in words', 'objective: 99', 'objective: most', 'slos[0].objective: expected a percentage'],
  ['another form', 'prometheus/v1', 'openslo/v1', 'version: expected prometheus/v1'],
  ['a name with a space', 'name: availability', 'name: avail ability', 'slos[0].name: expected lower-case letters'],
  [
    'an alert of another severity',
    'severity: ticket',
    'severity: mail',
    'ticket_alert.labels.severity: expected ticket',
  ],
  ['an alert without a name', 'name: GatewayAvailabilityBurn', 'name: ""', 'alerting.name: expected a name such as'],
  ['no YAML', 'slos:', 'slos: [', 'line 10'],
])('%s is refused with file, line and field', (_, from, to, reason) => {
  const { line, says } = saysOf(readObjectiveFile, good, from, to);
  expect(says).toContain(`${file} is no valid objective`);
  expect(says).toContain(reason);
  if (!reason.startsWith('line')) expect(says).toContain(`line ${line}, `);
});

test('a query with a fixed window is refused at its first line', () => {
  const first = good.split('\n').findIndex((line) => line.includes('error_query')) + 2;
  const { says } = saysOf(readObjectiveFile, good, '[{{.window}}]', '[5m]');
  expect(says).toContain(`line ${first}, slos[0].sli.events.error_query: expected [{{.window}}]`);
});

test('each annotation that an alert lacks is named', () => {
  for (const name of alertAnnotations) {
    const line = good.split('\n').find((one) => one.includes(` ${name}: `))!;
    const { says } = saysOf(readObjectiveFile, good, `${line}\n`, '');
    expect(says).toMatch(
      new RegExp(`line \\d+, slos\\[0\\]\\.alerting\\.page_alert\\.annotations\\.${name}: is missing`),
    );
  }
});

test('everything that is wrong is told at once', () => {
  const broken = good.replace('objective: 99', 'objective: 0').replace('severity: page', 'severity: pager');
  expect(() => readObjectiveFile(file, broken)).toThrow(/objective: expected.*\n.*labels\.severity: expected page/);
});

test.each([
  ['sloPeriod: 1h', 'sloPeriod: an hour', 'spec.sloPeriod: expected a time'],
  ['shortWindow: 10s', 'shortWindow: 5m', 'spec.page.quick.shortWindow: expected a shorter time'],
  ['errorBudgetPercent: 12', 'errorBudgetPercent: 120', 'spec.page.quick.errorBudgetPercent: expected at most 100'],
  ['kind: AlertWindows', 'kind: Windows', 'kind: expected AlertWindows'],
])('windows with %s changed are refused with line and field', (from, to, reason) => {
  const { line, says } = saysOf(readWindowsFile, windows, from, to);
  expect(says).toContain(`line ${line}, ${reason}`);
});

test.each(['availability', 'chain-latency', 'io-task-latency'])(
  'the alert of %s names a panel and an exercise that exist',
  (name) => {
    const { value } = readObjectiveFile(name, readFileSync(join(checkout, `slo/${name}.yaml`), 'utf8'));
    const panels = dashboards.flatMap(({ uid, rows }) =>
      rows.flatMap((row) => row.panels.map(({ panel }) => `${uid}/${panel.title}`)),
    );
    for (const { alerting } of value.slos) {
      expect(panels).toContain(alerting.annotations!['panel']);
      expect(exercises.map(({ id }) => id)).toContain(alerting.annotations!['exercise']);
    }
  },
);
