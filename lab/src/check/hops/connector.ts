import { readExposition, sumOf } from '../../backends/exposition.ts';
import { describeError, until } from '../../base/poll.ts';
import { type Hop, HopFailure } from '../hop.ts';
import { noRoom, overflowLabels } from '../overflow.ts';
import { followed } from './app.ts';

const due = followed.due(200).length;
const METRIC = 'traces_span_metrics_calls_total';

/** span_metrics counted the request's SERVER spans. */
export const connectorHop: Hop = {
  name: 'connector',
  title: 'span_metrics counted it',
  expected: `${METRIC} says ${due} SERVER spans for this request within 5 s`,
  needs: ['collector'],
  walk: async ({ endpoints, run }) => {
    const count = async () =>
      sumOf(await readExposition(endpoints.spanMetrics), METRIC, {
        lab_run: run,
        span_kind: 'SPAN_KIND_SERVER',
        span_name: followed.due(200)[0]!.name,
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

async function explain(url: string, found: number): Promise<HopFailure> {
  let text: string;
  try {
    text = await readExposition(url);
  } catch (error) {
    return new HopFailure(describeError(error), {
      cause: 'the collector exposes no metrics there',
      next: 'npm run lab -- logs collector',
    });
  }
  const unmarked = sumOf(text, METRIC, overflowLabels);
  if (unmarked) return new HopFailure(`${found} calls; ${unmarked} calls were counted without their mark`, noRoom);
  if (text.includes(`${METRIC}{`))
    return new HopFailure(`${found} calls`, {
      cause: 'spans are filtered before span_metrics, or counted twice after a retry',
      next: 'npm run lab -- logs collector',
    });
  const other = [...text.matchAll(/^([a-z_:0-9]*calls_total)\{/gim)].map((m) => m[1]);
  return new HopFailure(`no metric ${METRIC}${other.length > 0 ? `, but ${[...new Set(other)].join(', ')}` : ''}`, {
    cause: 'the connector is not in the pipelines, or its namespace is another one: dashboards read this name',
    next: 'see connectors.span_metrics in the collector configuration (otel-collector/)',
  });
}
