import { label, metric } from '@span-metrics-lab/grafana';
import { readExposition, sumOf } from './exposition.ts';

/** The receiver that the apps send to. The stack "both" has further receivers, which count each span again and refuse by design. */
const fromApps = { [label.receiver]: 'otlp' };

/** Spans that the apps sent to the collector since it started. */
export type ReceiverCounters = { accepted: number; refused: number };

/** Asks the collector for its own counters. Throws when it does not answer. */
export async function receiverCounters(telemetryUrl: string): Promise<ReceiverCounters> {
  return receiverCountersIn(await readExposition(telemetryUrl));
}

/** Reads the same counters from the text that the collector exposes. */
export function receiverCountersIn(exposition: string): ReceiverCounters {
  const spans = (name: string) => sumOf(exposition, name, fromApps) ?? 0;
  return { accepted: spans(metric.accepted), refused: spans(metric.refused) + spans(metric.receiverFailed) };
}
