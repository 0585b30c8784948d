import { getJson } from './http.ts';

/** One series of an instant query. */
export type Sample = { labels: Record<string, string>; value: number };
/** One series of a range query: pairs of seconds since the epoch and value. */
export type Series = { labels: Record<string, string>; points: [number, number][] };
/** A trace that Prometheus keeps with a series. */
export type Exemplar = { labels: Record<string, string>; value: number; timestamp: number };
/** A scrape target and how its last scrape went, if there was one. */
export type Target = { job: string; url: string; scraped: boolean; up: boolean; lastError: string };

/** An alert of a rule: times are seconds since the epoch. */
export type ActiveAlert = {
  labels: Labels;
  annotations: Record<string, string>;
  state: 'pending' | 'firing';
  activeAt: number;
  value: number;
};
/** A rule that raises alerts, in the file and group that have it. `holdsFor` is seconds; `error` of its last evaluation. */
export type AlertRule = {
  name: string;
  file: string;
  group: string;
  query: string;
  holdsFor: number;
  state: 'inactive' | 'pending' | 'firing';
  labels: Labels;
  annotations: Record<string, string>;
  alerts: readonly ActiveAlert[];
};
/** What is wrong with a rule: its last evaluation failed. */
export type BrokenRule = { name: string; group: string; error: string };

type RuleGroup = {
  name: string;
  file: string;
  rules: {
    name: string;
    type: 'alerting' | 'recording';
    query: string;
    health: string;
    lastError?: string;
    duration?: number;
    state?: AlertRule['state'];
    labels?: Labels;
    annotations?: Record<string, string>;
    alerts?: {
      labels: Labels;
      annotations?: Record<string, string>;
      state: ActiveAlert['state'];
      activeAt: string;
      value: string;
    }[];
  }[];
};

type Answer<T> = { status: string; data: T };
type Labels = Record<string, string>;

/** Prometheus' HTTP API, as far as the lab asks it. https://prometheus.io/docs/prometheus/latest/querying/api/ */
export class Prometheus {
  readonly url: string;
  constructor(url: string) {
    this.url = url;
  }

  /** Instant query, `at` in seconds since the epoch (now by default). NaN and infinities are returned as numbers, native
   * histograms are left out. */
  async query(expr: string, at?: number): Promise<Sample[]> {
    const data = await this.#post<{ resultType: string; result: { metric: Labels; value?: [number, string] }[] }>(
      'query',
      {
        query: expr,
        ...(at !== undefined && { time: String(at) }),
      },
    );
    if (data.resultType === 'scalar') {
      const [, value] = data.result as unknown as [number, string];
      return [{ labels: {}, value: Number(value) }];
    }
    return data.result.flatMap(({ metric, value }) => (value ? [{ labels: metric, value: Number(value[1]) }] : []));
  }

  /** Range query; `start`, `end` in seconds since the epoch, `step` in seconds. */
  async queryRange(expr: string, range: { start: number; end: number; step: number }): Promise<Series[]> {
    const data = await this.#post<{ result: { metric: Labels; values: [number, string][] }[] }>('query_range', {
      query: expr,
      start: String(range.start),
      end: String(range.end),
      step: String(range.step),
    });
    return data.result.map(({ metric, values }) => ({
      labels: metric,
      points: values.map(([time, value]) => [time, Number(value)]),
    }));
  }

  /** Labels of every series of a selector that had samples between two times, seconds since the epoch. */
  series(selector: string, { start, end }: { start: number; end: number }): Promise<Labels[]> {
    return this.#post('series', { 'match[]': selector, start: String(start), end: String(end) });
  }

  /** Every sample of a selector after `start`, up to `end`, as it was scraped; seconds since the epoch. */
  async samples(selector: string, { start, end }: { start: number; end: number }): Promise<Series[]> {
    const range = Math.max(1, Math.round((end - start) * 1000));
    const data = await this.#post<{ result: { metric: Labels; values?: [number, string][] }[] }>('query', {
      query: `${selector}[${range}ms]`,
      time: String(end),
    });
    return data.result.map(({ metric, values = [] }) => ({
      labels: metric,
      points: values.map(([time, value]) => [time, Number(value)]),
    }));
  }

  /** Exemplars of a query between two times, seconds since the epoch. */
  async exemplars(expr: string, range: { start: number; end: number }): Promise<Exemplar[]> {
    type Found = { exemplars: { labels: Labels; value: string; timestamp: number }[] };
    const found = await this.#post<Found[]>('query_exemplars', {
      query: expr,
      start: String(range.start),
      end: String(range.end),
    });
    return found.flatMap((series) => series.exemplars.map((e) => ({ ...e, value: Number(e.value) })));
  }

  /** Every active scrape target. */
  async targets(signal?: AbortSignal): Promise<Target[]> {
    type Found = { activeTargets: { labels: Labels; scrapeUrl: string; health: string; lastError: string }[] };
    const { activeTargets } = await this.#get<Found>('targets?state=active', signal);
    return activeTargets.map((t) => ({
      job: t.labels['job'] ?? '',
      url: t.scrapeUrl,
      scraped: t.health !== 'unknown',
      up: t.health === 'up',
      lastError: t.lastError,
    }));
  }

  /** Whether every target has been scraped: `/-/ready` answers up to 5 s earlier, because discovery passes on its targets only every 5 s. */
  async hasScraped(signal?: AbortSignal): Promise<boolean> {
    const targets = await this.targets(signal);
    return targets.length > 0 && targets.every((t) => t.scraped);
  }

  /** Every rule that raises alerts, in the order of the files. */
  async alertRules(): Promise<AlertRule[]> {
    const groups = await this.#ruleGroups();
    return groups.flatMap(({ name: group, file, rules }) =>
      rules
        .filter(({ type }) => type === 'alerting')
        .map(({ name, query, duration = 0, state = 'inactive', labels = {}, annotations = {}, alerts = [] }) => ({
          name,
          file: file.split('/').slice(-2).join('/'),
          group,
          query,
          holdsFor: duration,
          state,
          labels,
          annotations,
          alerts: alerts.map((alert) => ({
            labels: alert.labels,
            annotations: alert.annotations ?? {},
            state: alert.state,
            activeAt: Date.parse(alert.activeAt) / 1000,
            value: Number(alert.value),
          })),
        })),
    );
  }

  /** Every rule, of records too, whose last evaluation failed. */
  async brokenRules(): Promise<BrokenRule[]> {
    const groups = await this.#ruleGroups();
    return groups.flatMap(({ name: group, rules }) =>
      rules.flatMap(({ name, health, lastError }) =>
        health === 'err' ? [{ name, group, error: lastError ?? 'unknown' }] : [],
      ),
    );
  }

  /** Addresses to which it sends alerts. */
  async alertmanagers(): Promise<string[]> {
    const { activeAlertmanagers } = await this.#get<{ activeAlertmanagers: { url: string }[] }>('alertmanagers');
    return activeAlertmanagers.map(({ url }) => new URL(url).origin);
  }

  async #ruleGroups(): Promise<RuleGroup[]> {
    return (await this.#get<{ groups: RuleGroup[] }>('rules')).groups;
  }

  /** Names of all metrics that have a series now. */
  metricNames(): Promise<string[]> {
    return this.#get<string[]>('label/__name__/values');
  }

  async #post<T>(path: string, form: Record<string, string>): Promise<T> {
    const body = new URLSearchParams(form);
    return (await getJson<Answer<T>>('Prometheus', `${this.url}/api/v1/${path}`, { method: 'POST', body })).data;
  }

  async #get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return (await getJson<Answer<T>>('Prometheus', `${this.url}/api/v1/${path}`, signal && { signal })).data;
  }
}
