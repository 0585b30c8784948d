// What Prometheus and Alertmanager say of a file that they cannot read is told as file, place and next command.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { alertmanagerConfig } from '../../lab/src/parts/configs.ts';
import { readLabEnv } from '../../lab/src/parts/env-file.ts';
import { provideEngines } from '../../lab/src/runtime/engines/provide-engines.ts';
import { explainAlertmanager } from '../../lab/src/runtime/native/plans/explain-alertmanager.ts';
import { explainPrometheus } from '../../lab/src/runtime/native/plans/explain-prometheus.ts';

let folder: string;
let engines: Awaited<ReturnType<typeof provideEngines>>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lab-words-'));
  engines = await provideEngines(['prometheus', 'alertmanager'], { env: readLabEnv(), say: console.log });
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  [
    'invalid PromQL',
    'sum(',
    '5:15: group "x", rule 1, "A": could not parse expression: 1:5: parse error: unclosed left parenthesis',
  ],
  ['no expression', '', "field 'expr' must be set in rule"],
])('a file of rules with %s is named, with the place', async (_, expr, reason) => {
  mkdirSync(join(folder, 'alerts'), { recursive: true });
  writeFileSync(
    join(folder, 'alerts/mine.yaml'),
    `groups:\n  - name: x\n    rules:\n      - alert: A\n        expr: ${expr}\n`,
  );
  writeFileSync(join(folder, 'prometheus.yaml'), 'rule_files: [alerts/*.yaml]\n');
  const { exitCode, all = '' } = await run('prometheus', ['--config.file=prometheus.yaml', '--storage.tsdb.path=data']);
  expect(exitCode).toBe(2);
  const found = explainPrometheus(all);
  expect(found).toMatchObject({ next: 'correct prometheus/alerts/mine.yaml, then the same command' });
  expect(found!.cause).toContain('alerts/mine.yaml: ');
  expect(found!.cause).toContain(reason);
});

test('a configuration that Alertmanager cannot read is told in its words', async () => {
  writeFileSync(join(folder, 'am.yaml'), 'route: { receiver: nobody }\nreceivers: []\n');
  const { exitCode, all = '' } = await run('alertmanager', ['--config.file=am.yaml', '--storage.path=am']);
  expect(exitCode).toBe(1);
  expect(explainAlertmanager(all)).toMatchObject({ cause: 'undefined receiver "nobody" used in route' });
});

test('the configuration of the lab is read: Alertmanager does not end by itself', async () => {
  writeFileSync(join(folder, 'receiver-url'), 'http://127.0.0.1:9/\n');
  const run1 = await run('alertmanager', [`--config.file=${alertmanagerConfig}`, '--storage.path=am'], 3_000);
  expect(run1.timedOut).toBe(true);
  expect(explainAlertmanager(run1.all ?? '')).toBeUndefined();
});

function run(engine: 'prometheus' | 'alertmanager', args: string[], timeout = 30_000) {
  const address = '--web.listen-address=127.0.0.1:0';
  const alone = engine === 'alertmanager' ? ['--cluster.listen-address='] : [];
  const options = { cwd: folder, reject: false, all: true, timeout } as const;
  return execa(engines.get(engine)!.path, [...args, address, ...alone, '--log.level=warn'], options);
}
