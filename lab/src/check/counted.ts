import { label, metric, seriesOf, serverSpans } from '@span-metrics-lab/grafana';
import type { Prometheus } from '../backends/prometheus.ts';

/** Calls that `span_metrics` counted: SERVER spans of one service, route and HTTP status. */
export type Counted = { service: string; name: string; status: number; calls: number };

/**
 * Calls of one run by service, route and status. The highest value of each series, summed: a restarted collector starts a new
 * series (collector_instance_id), and increase() would miss the first value of a series.
 */
export async function countedBy(prometheus: Prometheus, run: string): Promise<Counted[]> {
  const by = [label.service, label.route, label.httpStatus];
  const samples = await prometheus.query(`sum by (${by.join(', ')}) (${highestOfRun(metric.calls, run, serverSpans)})`);
  return samples.map(({ labels, value }) => ({ ...spanOf(labels), calls: value }));
}

/** PromQL for the highest value of each series of a run: also of those that have ended, because marks expire. */
export function highestOfRun(name: string, run: string, labels: Readonly<Record<string, string>> = {}): string {
  return `max_over_time(${seriesOf(name, { ...labels, [label.run]: run })}[1h])`;
}

/** The span that a series of `span_metrics` counts, by its labels. */
export function spanOf(labels: Readonly<Record<string, string>>): { service: string; name: string; status: number } {
  return {
    service: labels[label.service] ?? '',
    name: labels[label.route] ?? '',
    status: Number(labels[label.httpStatus]),
  };
}
