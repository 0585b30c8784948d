import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectFreshness } from '../support/freshness.ts';
import { type StartedLab, startLab } from '../support/start-lab.ts';

let lab: StartedLab;
beforeAll(async () => void (lab = await startLab({ env: { LAB_LIVE: '1' } })));
afterAll(async () => await lab?.[Symbol.asyncDispose]());

test('with LAB_LIVE=1 a request is in calls_total within 0.3 s (p95 of 40)', (context) =>
  expectFreshness(lab, 0.3, context));

test('and every scrape of the RED metrics is in time', async () => {
  const [worst] = await lab.prometheus.query('min(min_over_time(up{job="span-metrics"}[20s]))');
  expect(worst?.value).toBe(1);
});
