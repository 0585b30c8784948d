import { label, metric } from '@span-metrics-lab/grafana';
import { parts } from '../parts/parts.ts';
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

/** Spans that wait in the collector's queues, from the text that it exposes; log lines wait in queues of their own. */
export function waitingSpansIn(exposition: string): number {
  return queued(exposition, metric.queueSize);
}

/** How many spans may wait. */
export function mostWaitingSpansIn(exposition: string): number {
  return queued(exposition, metric.queueCapacity);
}

function queued(exposition: string, name: string): number {
  const ofLogs = parts
    .filter(({ kind }) => kind === 'logs')
    .map((store) => ({ [label.exporter]: `otlp_http/${store.name}` }));
  const of = (matchers: Record<string, string>) => sumOf(exposition, name, matchers) ?? 0;
  return ofLogs.reduce((sum, matchers) => sum - of(matchers), of({}));
}
