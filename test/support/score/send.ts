import { attribute, postOtlp, sendSpans } from '../otlp.ts';
import { sendMetrics } from '../otlp-metrics.ts';
import type { TestLab } from '../test-lab.ts';
import type { Metric, Telemetry } from './telemetry.ts';

/** Points of one metric in a message: the collector leaves out a metric with more than 500. */
const POINTS = 480;

/** Sends telemetry to the lab's collector; log lines only to a lab that has a store for them. */
export async function send(lab: TestLab, { service, processes, caller, metrics, lines }: Telemetry): Promise<void> {
  await sendSpans(lab, caller.service, caller.spans);
  for (const { resource, spans } of processes) await sendSpans(lab, service, spans, resource);
  for (const message of messages(metrics)) await sendMetrics(lab, service, message, processes[0]!.resource);
  if (!lab.logs) return;
  const resource = { attributes: [attribute('service.name', service)] };
  const { status, text } = await postOtlp(lab, 'logs', {
    resourceLogs: [{ resource, scopeLogs: [{ logRecords: lines }] }],
  });
  if (status !== 200) throw new Error(`the collector answered ${status}: ${text}`);
}

/** The metrics in messages of a size that is taken. */
function messages(metrics: readonly Metric[]): Metric[][] {
  const large = metrics.filter(({ gauge }) => gauge && gauge.dataPoints.length > POINTS);
  const parts = large.flatMap((metric) => {
    const points = metric.gauge!.dataPoints;
    const count = Math.ceil(points.length / POINTS);
    return Array.from({ length: count }, (_, index) => [
      { ...metric, gauge: { dataPoints: points.slice(index * POINTS, (index + 1) * POINTS) } },
    ]);
  });
  return [metrics.filter((metric) => !large.includes(metric)), ...parts];
}
