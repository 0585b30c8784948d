import { quoted } from '@span-metrics-lab/grafana';
import type { Prometheus } from '../backends/prometheus.ts';

/** A histogram of a service: how many values are at most each bound, of all its series. */
export type Buckets = { name: string; counts: { bound: number; atMost: number }[] };

/** Matchers of PromQL for the metrics that a service sends: those that the lab makes of its spans are none of them. */
export const sentBy = (service: string) =>
  `service_name=${quoted(service)}, __name__!~"traces_(span_metrics|service_graph)_.*"`;

/** Labels of every series that a service's metrics had within an hour, by the metric's name in Prometheus. */
export async function seriesOf(
  prometheus: Prometheus,
  service: string,
): Promise<ReadonlyMap<string, Record<string, string>[]>> {
  const end = Date.now() / 1000;
  const found = await prometheus.series(`{${sentBy(service)}, __name__!~".+_bucket"}`, { start: end - 3600, end });
  return Map.groupBy(found, (labels) => labels['__name__'] ?? '');
}

/** The explicit histograms that a service sends. */
export async function bucketsOf(prometheus: Prometheus, service: string): Promise<Buckets[]> {
  const found = await prometheus.query(`sum by (__name__, le) ({${sentBy(service)}, __name__=~".+_bucket"})`);
  const byName = Map.groupBy(found, ({ labels }) => (labels['__name__'] ?? '').replace(/_bucket$/, ''));
  return [...byName].map(([name, samples]) => ({
    name,
    counts: samples
      .map(({ labels, value }) => ({ bound: Number((labels['le'] ?? '').replace('+Inf', 'Infinity')), atMost: value }))
      .toSorted((a, b) => a.bound - b.bound),
  }));
}
