import { label, metric } from '@span-metrics-lab/grafana';
import { readExposition, sumOf } from '../../backends/exposition.ts';

/** What the apps send to; the stack "both" has receivers of its own besides. */
const fromApps = { [label.receiver]: 'otlp' };

/** Spans that reached the collector's receiver since it started. */
export type ReceiverCounters = { accepted: number; refused: number };

/** Reads the collector's own counters. Throws when it does not answer. */
export async function receiverCounters(telemetryUrl: string): Promise<ReceiverCounters> {
  const text = await readExposition(telemetryUrl);
  return {
    accepted: sumOf(text, metric.accepted, fromApps) ?? 0,
    refused: (sumOf(text, metric.refused, fromApps) ?? 0) + (sumOf(text, metric.receiverFailed, fromApps) ?? 0),
  };
}
