import { getJson } from './http.ts';

/** What the Monitor tab shows for one operation, or for all operations of a service. */
export type MonitorSeries = { operation: string; points: { time: number; value: number }[] };

type Answer = {
  metrics?: {
    labels?: { name: string; value: string }[];
    metricPoints?: { timestamp: string; gaugeValue?: { doubleValue?: number | string } }[];
  }[];
};

/** The tab's own parameters, ms: rates over ten minutes, one point per minute, for the last hour. jaeger-ui, Monitor/ServicesView */
export const tab = { ratePer: 600_000, step: 60_000, lookback: 3_600_000 } as const;

/** Asks Jaeger exactly what its Monitor tab asks. `at` is ms since the epoch: the tab's "now". */
export class JaegerMonitor {
  readonly url: string;
  constructor(url: string) {
    this.url = url;
  }

  /** Calls per second. */
  calls(service: string, at: number, byOperation: boolean): Promise<MonitorSeries[]> {
    return this.#ask('calls', service, at, byOperation);
  }

  /** Errors as a share of calls, 0 to 1. */
  errors(service: string, at: number, byOperation: boolean): Promise<MonitorSeries[]> {
    return this.#ask('errors', service, at, byOperation);
  }

  /** Latency at a quantile (the tab asks 0.5, 0.75 and 0.95), ms. */
  latencies(service: string, at: number, byOperation: boolean, quantile: number): Promise<MonitorSeries[]> {
    return this.#ask('latencies', service, at, byOperation, { quantile: String(quantile) });
  }

  async #ask(
    what: string,
    service: string,
    at: number,
    byOperation: boolean,
    more: Record<string, string> = {},
  ): Promise<MonitorSeries[]> {
    const query = new URLSearchParams({
      service,
      spanKind: 'server',
      endTs: String(at),
      ratePer: String(tab.ratePer),
      step: String(tab.step),
      lookback: String(tab.lookback),
      groupByOperation: String(byOperation),
      ...more,
    });
    const { metrics = [] } = await getJson<Answer>('Jaeger', `${this.url}/api/metrics/${what}?${query}`);
    return metrics.map(({ labels = [], metricPoints = [] }) => ({
      operation: labels.find((l) => l.name === 'operation')?.value ?? '',
      points: metricPoints.map((p) => ({
        time: Date.parse(p.timestamp),
        value: Number(p.gaugeValue?.doubleValue ?? Number.NaN),
      })),
    }));
  }
}

/** The newest point of an operation; undefined if the tab would show none. */
export function newest(series: readonly MonitorSeries[], operation = ''): number | undefined {
  const value = series.find((s) => s.operation === operation)?.points.at(-1)?.value;
  return value === undefined || Number.isNaN(value) ? undefined : value;
}
