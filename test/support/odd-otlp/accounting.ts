import { losses, metric } from '@span-metrics-lab/grafana';
import { samplesOf, sumOf } from '../../../lab/src/backends/exposition.ts';

/** Spans, metric points and log records. */
type Items = { spans: number; points: number; logs: number };

/** What the collector did with what services sent since it started, by its own counters. */
export type Account = {
  accepted: Items;
  /** Delivered to the trace store, or given to the exporters that Prometheus scrapes. */
  passedOn: Items;
  /** Left out under a name in the list of losses. */
  leftOut: Items;
};

/** Reads the account from the collector's own metrics. `store`: the exporter of the trace store. */
export function accountIn(own: string, store: string): Account {
  const sum = (name: string, labels: Record<string, string>) => sumOf(own, name, labels) ?? 0;
  const accepted = (items: string) => sum(`otelcol_receiver_accepted_${items}`, { receiver: 'otlp' });
  return {
    accepted: { spans: accepted('spans'), points: accepted('metric_points'), logs: accepted('log_records') },
    passedOn: {
      spans: sum(metric.sent, { exporter: store }),
      points: sum('otelcol_processor_outgoing_items', { processor: 'transform/app' }),
      logs: 0, // the lab has no store for them
    },
    leftOut: { spans: named(own, 'spans'), points: named(own, 'metric points'), logs: named(own, 'log records') },
  };
}

/** Items that counters in the list of losses say the collector left out. */
function named(own: string, unit: string): number {
  const ways = losses.filter((way) => way.unit === unit && way.cause !== 'nobody');
  return [...samplesOf(own)]
    .filter(({ name, labels }) => ways.some(({ counter, matchers }) => name === counter && fits(labels, matchers)))
    .reduce((total, { value }) => total + value, 0);
}

/** Whether labels fit PromQL's matchers, of those kinds that the list uses. */
function fits(labels: Record<string, string>, matchers: string): boolean {
  return [...matchers.matchAll(/(\w+)(=~|=)"(.*?)"/g)].every(([, name, how, value]) => {
    const label = labels[name!] ?? '';
    return how === '=' ? label === value : new RegExp(`^(?:${value})$`).test(label);
  });
}

/** What was accepted between two accounts and is neither passed on nor left out by name, one line each. */
export function unaccounted(before: Account, after: Account): string[] {
  return (['spans', 'points', 'logs'] as const).flatMap((kind) => {
    const grown = (side: keyof Account) => after[side][kind] - before[side][kind];
    const missing = grown('accepted') - grown('passedOn') - grown('leftOut');
    return missing === 0
      ? []
      : [
          `${kind}: ${grown('accepted')} accepted, ${grown('passedOn')} passed on, ${grown('leftOut')} left out by name`,
        ];
  });
}
