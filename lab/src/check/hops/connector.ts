import { label, metric, serverSpans } from '@span-metrics-lab/grafana';
import { readExposition, samplesOf, sumOf } from '../../backends/exposition.ts';
import { describeError, until } from '../../base/poll.ts';
import { LabError } from '../../base/lab-error.ts';
import type { Hop } from '../hop.ts';
import { lostMark, overflowLabels } from '../overflow.ts';
import { followed } from './app.ts';

const due = followed.due(200).length;

/** span_metrics counted the request's SERVER spans. */
export const connectorHop: Hop = {
  name: 'connector',
  title: 'span_metrics counted it',
  expected: `${metric.calls} counts ${due} SERVER spans for this request within 5 s`,
  needs: ['collector'],
  walk: async ({ endpoints, run }) => {
    const count = async () =>
      sumOf(await readExposition(endpoints.spanMetrics), metric.calls, {
        ...serverSpans,
        [label.run]: run,
        [label.route]: followed.due(200)[0]!.name,
      });
    let found = 0;
    try {
      await until('the connector counts', async () => ((found = (await count()) ?? 0) === due ? true : undefined), {
        deadline: 5_000,
      });
      return `${found} calls`;
    } catch {
      throw await explain(endpoints.spanMetrics, found);
    }
  },
};

async function explain(url: string, found: number): Promise<LabError> {
  let text: string;
  try {
    text = await readExposition(url);
  } catch (error) {
    return new LabError({
      what: describeError(error),
      cause: 'the collector exposes no metrics there',
      next: 'npm run lab -- logs collector',
    });
  }
  const unmarked = sumOf(text, metric.calls, overflowLabels);
  if (unmarked)
    return new LabError({ what: `${found} calls; ${unmarked} calls were counted without their mark`, ...lostMark });
  const names = new Set([...samplesOf(text)].map((sample) => sample.name));
  if (names.has(metric.calls))
    return new LabError({
      what: `${found} calls`,
      cause: 'spans are filtered before span_metrics, or counted twice after a retry',
      next: 'npm run lab -- logs collector',
    });
  const other = [...names].filter((name) => name.endsWith('calls_total'));
  return new LabError({
    what: `no metric ${metric.calls}${other.length > 0 ? `, but ${other.join(', ')}` : ''}`,
    cause: 'the connector is not in the pipelines, or its namespace differs: the dashboards read this name',
    next: 'see connectors.span_metrics in the collector configuration (otel-collector/)',
  });
}
