import { expect, test } from 'vitest';
import { healthy } from '../../../test/support/score/healthy.ts';
import { sampleOf } from '../../../test/support/score/sample-of.ts';
import type { Telemetry } from '../../../test/support/score/telemetry.ts';
import { manyValues, twins } from '../../../test/support/score/twins.ts';
import type { ScoreReport } from './report.ts';
import { rulesOfLab, rulesOfSpecification } from './rules/index.ts';
import { judge } from './score.ts';

const reportOn = async (telemetry: Telemetry) =>
  judge(await sampleOf(telemetry), (traceId) => `http://page/${traceId}`);
const idsOf = ({ rules }: ScoreReport, state: string) =>
  rules.filter((rule) => rule.state === state).map(({ id }) => id);

test('the healthy service passes every rule but the one for production', async () => {
  const report = await reportOn(healthy('healthy'));
  expect(idsOf(report, 'failed')).toEqual([]);
  expect(idsOf(report, 'not applicable')).toEqual(['LOG-001']);
  expect(report).toMatchObject({ score: 100, labScore: 100, category: 'excellent', language: 'nodejs', traces: 9 });
});

test.each(Object.keys(twins))('a twin in which %s is broken fails this rule and no other', async (id) => {
  const report = await reportOn(twins[id]!(healthy('twin')));
  expect(idsOf(report, 'failed')).toEqual([id]);
  const rule = report.rules.find((one) => one.id === id)!;
  expect(rule.failed).toBeGreaterThan(0);
  expect(rule.failed).toBeLessThanOrEqual(rule.checked);
  expect(rule.example?.text).toBeTruthy();
  expect(report[rule.origin === 'specification' ? 'score' : 'labScore']).toBeLessThan(100);
  if (rule.origin === 'lab') expect(report.score).toBe(100);
});

test('a twin with 10,000 values of an attribute fails MET-001 and no other', async () => {
  const report = await reportOn(manyValues(healthy('twin')));
  expect(idsOf(report, 'failed')).toEqual(['MET-001']);
});

test('every rule has a twin, except the one that never applies here', () => {
  const ids = [...rulesOfSpecification, ...rulesOfLab].map(({ id }) => id);
  expect(['LOG-001', 'MET-001', ...Object.keys(twins)].sort()).toEqual(ids.sort());
});

test('a report repeats no secret', async () => {
  const report = await reportOn(twins['LAB-009']!(healthy('twin')));
  expect(JSON.stringify(report)).not.toContain('jane.doe');
});
