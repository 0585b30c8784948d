import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { journeys } from '../../lab/src/catalog/journeys.ts';
import { until } from '../../lab/src/catalog/poll.ts';
import { newRun, send } from '../../lab/src/check/request.ts';
import { startLab, type TestLab } from '../support/start-lab.ts';

let lab: TestLab;
beforeAll(async () => void (lab = await startLab()));
afterAll(() => lab?.[Symbol.asyncDispose]());

test('a request is in calls_total within 2 s (p95 of 20)', async () => {
  const seconds: number[] = [];
  await until('Prometheus scrapes', async () =>
    (await lab.prometheus.query('up{job="otel-collector"}')).length > 0 ? true : undefined,
  );
  for (let i = 0; i < 20; i++) {
    const run = newRun();
    await wait(Math.random() * 1000); // at any moment between two scrapes, not in step with them
    await send(
      journeys.find((j) => j.path === '/items/7')!,
      lab.endpoints,
      run,
    );
    const answered = performance.now();
    await until(
      'PromQL counts the request',
      async () =>
        (await lab.prometheus.query(`traces_span_metrics_calls_total{lab_run="${run}"}`)).length > 0 ? true : undefined,
      { every: 20 },
    );
    seconds.push((performance.now() - answered) / 1000);
  }
  seconds.sort((a, b) => a - b);
  const [median, p95] = [seconds[9]!, seconds[18]!];
  console.log(
    `request to PromQL: median ${median.toFixed(2)} s, p95 ${p95.toFixed(2)} s, slowest ${seconds[19]!.toFixed(2)} s`,
  );
  expect(p95).toBeLessThanOrEqual(2);
});
