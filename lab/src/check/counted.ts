import { label, metric, seriesOf, serverSpans } from '@span-metrics-lab/grafana';
import type { Prometheus } from '../backends/prometheus.ts';

/** Calls that `span_metrics` counted: SERVER spans of one service, route and HTTP status. */
export type Counted = { service: string; name: string; status: number; calls: number };

/**
 * Calls of one run by service, route and status. The maximum of each series, summed: a restarted collector starts a new
 * series (collector_instance_id), and increase() would miss the first value of a series.
 */
export async function countedBy(prometheus: Prometheus, run: string): Promise<Counted[]> {
  const series = seriesOf(metric.calls, { ...serverSpans, [label.run]: run });
  const samples = await prometheus.query(
    `sum by (${label.service}, ${label.route}, ${label.httpStatus}) (max_over_time(${series}[1h]))`,
  );
  return samples.map(({ labels, value }) => ({
    service: labels[label.service] ?? '',
    name: labels[label.route] ?? '',
    status: Number(labels[label.httpStatus]),
    calls: value,
  }));
}
