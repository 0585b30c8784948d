import { setTimeout as wait } from 'node:timers/promises';
import { label, metric, seriesOf } from '@span-metrics-lab/grafana';
import { until } from '../../lab/src/base/poll.ts';
import { newRun, send } from '../../lab/src/check/request.ts';
import { scenario } from '../../lab/src/parts/scenarios.ts';
import { exactQuantile } from './delays/known-delays.ts';
import type { TestLab } from './test-lab.ts';

/** Seconds from the answer of a request until PromQL counts it, of 40 requests at any moment of 16 s. */
export async function freshness(lab: TestLab): Promise<{ median: number; p95: number }> {
  const seconds = await Promise.all(Array.from({ length: 40 }, () => untilCounted(lab)));
  const [median, p95] = [exactQuantile(seconds, 0.5), exactQuantile(seconds, 0.95)];
  console.log(
    `request to PromQL: median ${median.toFixed(2)} s, p95 ${p95.toFixed(2)} s, slowest ${Math.max(...seconds).toFixed(2)} s`,
  );
  return { median, p95 };
}

async function untilCounted({ endpoints, prometheus }: TestLab): Promise<number> {
  const run = newRun('counts');
  await wait(Math.random() * 16_000); // at any moment between two scrapes, not in step with them
  await send(scenario('GET /items/:id'), endpoints, run);
  const answered = performance.now();
  const query = seriesOf(metric.calls, { [label.run]: run });
  await until('PromQL counts the request', async () => (await prometheus.query(query))[0], { every: 10 });
  return (performance.now() - answered) / 1000;
}
