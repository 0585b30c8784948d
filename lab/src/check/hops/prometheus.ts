import { label, metric, seriesOf, serverSpans } from '@span-metrics-lab/grafana';
import { describeError, until } from '../../base/poll.ts';
import { LabError } from '../../base/lab-error.ts';
import type { Hop, CheckContext } from '../hop.ts';
import { followed } from './app.ts';

const due = followed.due(200).length;

/** Prometheus has scraped the count. */
export const prometheusHop: Hop = {
  name: 'prometheus',
  title: 'Prometheus scraped it',
  expected: `PromQL returns ${due} SERVER spans for this request within 6 s`,
  needs: ['connector'],
  walk: async (context) => {
    const query = `sum(${seriesOf(metric.calls, {
      ...serverSpans,
      [label.run]: context.run,
      [label.route]: followed.due(200)[0]!.name,
    })})`;
    let found = 0;
    try {
      await until(
        'Prometheus has the count',
        async () => ((found = (await context.prometheus.query(query))[0]?.value ?? 0) === due ? true : undefined),
        { deadline: 6_000 },
      );
      return `${found} calls`;
    } catch {
      throw await explain(context, found);
    }
  },
};

async function explain({ prometheus, endpoints }: CheckContext, found: number): Promise<LabError> {
  try {
    const down = (await prometheus.targets()).filter((t) => !t.up);
    if (down.length > 0) {
      return new LabError({
        what: `${found} calls; ${down.map((t) => `${t.url}: ${t.lastError}`).join('; ')}`,
        cause: 'Prometheus cannot scrape',
        next: 'see prometheus/targets',
      });
    }
    return new LabError({
      what: `${found} calls, all targets up`,
      cause: 'the scrape job or honor_labels was changed',
      next: 'see prometheus/prometheus.yaml',
    });
  } catch (error) {
    return new LabError({
      what: describeError(error),
      cause: `Prometheus does not answer at ${endpoints.prometheus}`,
      next: 'npm run lab -- start prometheus',
    });
  }
}
