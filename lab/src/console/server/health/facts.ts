import { label, metric, seriesOf, serverSpans } from '@span-metrics-lab/grafana';
import { readExposition } from '../../../backends/exposition.ts';
import type { Prometheus } from '../../../backends/prometheus.ts';
import { GrownTotals } from './grown-totals.ts';
import { describeError } from '../../../base/poll.ts';

/** Answers that several boxes of the picture need, fetched first. */
export type Facts = {
  /** When they were complete, ms since the epoch. */
  at: number;
  /** The collector's own metrics, or why it does not answer. */
  collector: { text: string } | { found: string };
  /** Requests by service since the collector started; undefined while Prometheus does not answer. */
  served: ReadonlyMap<string, number> | undefined;
  /** Requests that k6 reports as sent. */
  k6: number | undefined;
};

/** Queries the collector and Prometheus at once; `totals` keeps the counts of series that have ended. Never throws. */
export async function readFacts(
  collectorTelemetry: string,
  prometheus: Prometheus,
  totals: GrownTotals,
): Promise<Facts> {
  const [collector, served, k6] = await Promise.all([
    readExposition(collectorTelemetry).then(
      (text) => ({ text }),
      (error) => ({ found: describeError(error) }),
    ),
    prometheus.query(`sum by (${label.service}, ${label.run}) (${seriesOf(metric.calls, serverSpans)})`).then(
      (samples) =>
        totals.read(
          samples.map(({ labels, value }) => ({
            name: labels[label.service] ?? '',
            series: labels[label.run] ?? '',
            count: value,
          })),
        ),
      () => undefined,
    ),
    prometheus.query(`sum(${metric.k6Requests})`).then(
      (samples) => samples[0]?.value,
      () => undefined,
    ),
  ]);
  return { at: Date.now(), collector, served, k6 };
}
