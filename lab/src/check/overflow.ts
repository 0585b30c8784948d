import { label, metric, seriesOf } from '@span-metrics-lab/grafana';
import type { Prometheus } from '../backends/prometheus.ts';

/** Labels of calls that `span_metrics/checks` counted without their mark, because their service had too many marked series. */
export const overflowLabels = { [label.overflow]: 'true', [label.run]: 'overflow' };

/** Why calls lost their mark, and what helps. */
export const lostMark = {
  cause:
    'marked requests fill the limit of span_metrics/checks: many checks at once, or somebody sends baggage lab.run',
  next: 'wait a minute, then: npm run check',
};

/** How many calls of the last minute lost their mark, as a sentence; undefined if none did or Prometheus does not answer. */
export async function overflowOf(prometheus: Prometheus): Promise<string | undefined> {
  const query = `sum(max_over_time(${seriesOf(metric.calls, overflowLabels)}[1m]))`;
  const calls = (await prometheus.query(query).catch(() => []))[0]?.value ?? 0;
  return calls > 0 ? `${calls} calls were counted without their mark; ${lostMark.cause}; ${lostMark.next}` : undefined;
}
