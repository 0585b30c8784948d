import { bucketBounds, label, metric, selector, serverSpans } from '@span-metrics-lab/grafana';
import { expect } from 'vitest';
import { JaegerMonitor, tab } from '../../lab/src/backends/jaeger-monitor.ts';
import { appRoles } from '../../lab/src/parts/parts.ts';
import { runK6 } from '../support/every-panel.ts';
import type { TestLab } from '../support/test-lab.ts';

/** A quantile of fewer calls is anywhere in a gap between two of them. */
const enough = 40;

/** Compares the tab's latencies of each route with the native histograms, after half a minute of k6: 95 of 100 are within 15 %. */
export async function monitorIsAccurate(lab: TestLab): Promise<void> {
  await runK6(lab, 30);
  const monitor = new JaegerMonitor(lab.endpoints.jaeger!);
  const at = Date.now();
  const errors: { of: string; error: number; near: boolean }[] = [];
  for (const service of appRoles)
    for (const q of [0.5, 0.75, 0.95])
      for (const { operation, points } of await monitor.latencies(service, at, true, q)) {
        const { time, value } = points.at(-1)!;
        const spans = { ...serverSpans, [label.service]: service, [label.route]: operation };
        const rate = `sum(rate(${metric.durationNative}{${selector(spans)}}[${tab.ratePer / 1000}s]))`;
        const ask = async (expr: string) => (await lab.prometheus.query(expr, time / 1000))[0]?.value ?? Number.NaN;
        const calls = (await ask(`histogram_count(${rate})`)) * (tab.ratePer / 1000);
        if (!(calls >= enough)) continue;
        const truth = await ask(`histogram_quantile(${q}, ${rate})`);
        const of = `${service} ${operation} p${q * 100}: ${truth.toFixed(2)} ms, shown as ${value.toFixed(2)}`;
        errors.push({ of, error: Math.abs(value / truth - 1), near: bucketsBetween(value, truth) <= 1 });
      }
  const worst = errors.toSorted((a, b) => b.error - a.error).slice(0, 3);
  console.log(
    `Monitor: ${errors.length} quantiles; the worst: ${worst.map(({ of, error }) => `${of} (${(error * 100).toFixed(1)} %)`).join('; ')}`,
  );
  expect(errors.length).toBeGreaterThanOrEqual(24);
  // A tail of few calls may lie at one end of its bucket, or leave the one beside it empty.
  expect(errors.filter(({ near }) => !near).map(({ of }) => of)).toEqual([]);
  expect(errors.filter(({ error }) => error <= 0.15).length / errors.length).toBeGreaterThanOrEqual(0.95);
}

/** How many bounds lie between two values. */
function bucketsBetween(a: number, b: number): number {
  return bucketBounds.filter((bound) => bound > Math.min(a, b) && bound < Math.max(a, b)).length;
}
