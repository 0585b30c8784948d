// Broken twins of a healthy service, sent as OTLP to a real lab: `lab score` names the rule that each breaks, and no other.
import { beforeAll, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import type { ScoreReport } from '../../lab/src/score/report.ts';
import { scoreService } from '../../lab/src/score/score.ts';
import { labCli } from '../support/cli.ts';
import { healthy } from '../support/score/healthy.ts';
import { send } from '../support/score/send.ts';
import { manyValues, twins } from '../support/score/twins.ts';
import { sharedLab } from '../support/shared-lab.ts';

const lab = await sharedLab();
let reports: ScoreReport[];
const nameOf = (id: string) => (id === 'RES-005' ? 'unknown_service:twin' : `twin-${id.toLowerCase()}`);
const failedOf = ({ rules }: ScoreReport) => rules.filter(({ state }) => state === 'failed').map(({ id }) => id);
const wanted = { minutes: 5, traces: 100 };

beforeAll(async () => {
  await send(lab, healthy('healthy'));
  for (const [id, twin] of Object.entries(twins)) await send(lab, twin(healthy(nameOf(id))));
  await until(
    'the last twin is complete in every store',
    async () => {
      const last = await scoreService(lab.lab, { service: nameOf('LAB-011'), ...wanted });
      const settled = last.rules.filter(({ state }) => state === 'not applicable').map(({ id }) => id);
      return last.traces === 9 && settled.join() === 'LOG-001' ? true : undefined;
    },
    { deadline: 20_000 },
  );
  const { stdout, exitCode, stderr } = await labCli(['score', '--json']);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  reports = JSON.parse(stdout) as ScoreReport[];
});

const reportOf = (service: string) => reports.find((report) => report.service === service)!;

test('a healthy service scores 100 in both numbers, and every rule but the one for production applies', () => {
  const report = reportOf('healthy');
  expect(failedOf(report)).toEqual([]);
  expect(report).toMatchObject({ score: 100, labScore: 100, category: 'excellent', language: 'nodejs', traces: 9 });
  expect(report.rules.filter(({ state }) => state === 'not applicable').map(({ id }) => id)).toEqual(['LOG-001']);
});

test.each(Object.keys(twins))('the twin that breaks %s is named for this rule and for no other', (id) => {
  expect(failedOf(reportOf(nameOf(id)))).toEqual([id]);
});

test('an example of a span has a link to its trace in the console', () => {
  const { example } = reportOf(nameOf('LAB-001')).rules.find(({ id }) => id === 'LAB-001')!;
  expect(example!.url).toBe(`${lab.endpoints.console}/traces/${example!.traceId}?span=${example!.url!.split('=')[1]}`);
});

test('a finding is there within 10 s of its data, and --min makes it the exit code', async () => {
  const began = performance.now();
  await send(lab, twins['LAB-002']!(healthy('fresh')));
  await until('it is found', async () => {
    const report = await scoreService(lab.lab, { service: 'fresh', ...wanted });
    return failedOf(report).join() === 'LAB-002' ? true : undefined;
  });
  expect(performance.now() - began).toBeLessThan(10_000);
  const { stdout, exitCode } = await labCli(['score', 'fresh', '--min', '100']);
  expect(exitCode).toBe(1);
  expect(stdout).toContain('✗ LAB-002 `http.route` is a template (important)');
  expect(stdout).toContain('Below 100: fresh');
  expect((await labCli(['score', 'fresh', '--min', '80'])).exitCode).toBe(0);
});

test('an unknown service is answered with the closest name, and with what to do next', async () => {
  const { stderr, exitCode } = await labCli(['score', 'helthy']);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('No service "helthy" is known to the lab.');
  expect(stderr).toContain('(Did you mean healthy?)');
  expect(stderr).toContain('npm run lab -- watch helthy');
});

test('a service without name is judged as one, and its secrets are not repeated', () => {
  expect(reportOf('unknown_service:twin').score).toBeLessThan(95);
  expect(JSON.stringify(reports)).not.toContain('jane.doe');
});

test('10,000 values of an attribute are named', async () => {
  await send(lab, manyValues(healthy('many-values')));
  const report = await until(
    'Prometheus has them',
    async () => {
      const found = await scoreService(lab.lab, { service: 'many-values', ...wanted });
      return failedOf(found).length > 0 ? found : undefined;
    },
    { deadline: 30_000, every: 1_000 },
  );
  expect(failedOf(report)).toEqual(['MET-001']);
});
