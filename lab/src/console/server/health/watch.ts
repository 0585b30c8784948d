import { setTimeout as wait } from 'node:timers/promises';
import { readExposition, sumOf } from '../../../backends/exposition.ts';
import { Prometheus } from '../../../backends/prometheus.ts';
import type { Failure } from '../../../base/lab-error.ts';
import { type PartName, partTitles, type Role, roles } from '../../../parts/parts.ts';
import { describeError } from '../../../base/poll.ts';
import type { Health, LoadState, NodeHealth } from '../../health.ts';
import type { ConsoleSettings } from '../settings.ts';
import { GrownTotals } from './grown-totals.ts';
import { Meter } from './meter.ts';
import { probeHttp, probeTcp } from './probe.ts';

type Listener = (health: Health) => void;

/** What the collector says of itself; undefined while it does not answer. */
type CollectorText = { text: string | undefined; found: string };
type Facts = {
  at: number;
  collector: CollectorText;
  served: ReadonlyMap<string, number> | undefined;
  k6: number | undefined;
};

/**
 * Looks at every part once a second while somebody looks at the page, and at nothing otherwise. Sends no request that the
 * books would count: readiness, the collector's own counters, and two queries.
 */
export class HealthWatch {
  readonly #settings: ConsoleSettings;
  readonly #load: () => LoadState;
  readonly #prometheus: Prometheus;
  readonly #listeners = new Set<Listener>();
  readonly #meters = new Map<string, Meter>();
  readonly #served = new GrownTotals();
  #refused = 0;
  #looking = false;
  #last: Health | undefined;

  constructor(settings: ConsoleSettings, load: () => LoadState) {
    this.#settings = settings;
    this.#load = load;
    this.#prometheus = new Prometheus(settings.endpoints.prometheus);
  }

  /** Calls the listener now, if there is fresh health, and after every look, until the signal aborts. */
  listen(listener: Listener, signal: AbortSignal): void {
    this.#listeners.add(listener);
    if (this.#last && Date.now() / 1000 - this.#last.at < 3) listener(this.#last);
    signal.addEventListener('abort', () => this.#listeners.delete(listener), { once: true });
    if (!this.#looking) void this.#lookWhileListened();
  }

  /** One look, for tests and for who asks once. */
  async look(): Promise<Health> {
    const facts = await this.#facts();
    const parts = this.#settings.parts.filter((part) => part !== 'console');
    const nodes = await Promise.all(parts.map((part) => this.#node(part, facts)));
    const load = this.#load();
    const k6 = this.#meter('k6', facts.k6, facts.at);
    nodes.unshift({
      name: 'load',
      state: load.running || (k6.rate(facts.at) ?? 0) > 0 ? 'up' : 'idle',
      ...rate(k6, 'requests/s', facts.at),
      ...age(k6, facts.at),
    });
    nodes.push({ name: 'console', state: 'up' });
    this.#last = { at: facts.at / 1000, nodes, load };
    return this.#last;
  }

  async #lookWhileListened(): Promise<void> {
    this.#looking = true;
    while (this.#listeners.size > 0) {
      const began = Date.now();
      const health = await this.look().catch((error) => console.error(error)); // a bug must not end the picture
      if (health) for (const listener of this.#listeners) listener(health);
      await wait(Math.max(100, 1_000 - (Date.now() - began)));
    }
    this.#looking = false;
  }

  async #facts(): Promise<Facts> {
    const { endpoints } = this.#settings;
    const served = this.#prometheus
      .query('sum by (service_name, lab_run) (traces_span_metrics_calls_total{span_kind="SPAN_KIND_SERVER"})')
      .then(
        (samples) =>
          this.#served.read(
            samples.map(({ labels, value }) => ({
              name: labels['service_name'] ?? '',
              series: labels['lab_run'] ?? '',
              count: value,
            })),
          ),
        () => undefined,
      );
    const k6 = this.#prometheus.query('sum(k6_http_reqs_total)').then(
      (samples) => samples[0]?.value,
      () => undefined,
    );
    const collector = readExposition(endpoints.collectorTelemetry).then(
      (text): CollectorText => ({ text, found: '' }),
      (error): CollectorText => ({ text: undefined, found: describeError(error) }),
    );
    return { served: await served, k6: await k6, collector: await collector, at: Date.now() };
  }

  #node(part: PartName, facts: Facts): Promise<NodeHealth> | NodeHealth {
    if ((roles as readonly string[]).includes(part)) return this.#app(part as Role, facts);
    if (part === 'collector') return this.#collector(facts);
    if (part === 'prometheus') return this.#prometheusNode(facts);
    if (part === 'tempo' || part === 'jaeger') return this.#store(part, facts);
    return part === 'cassandra'
      ? this.#cassandra()
      : this.#plain(part, `${this.#settings.endpoints.grafana}/api/health`);
  }

  async #app(role: Role, { served, at }: Facts): Promise<NodeHealth> {
    const meter = this.#meter(role, served?.get(role), at);
    const found = await probeHttp(`${this.#settings.endpoints[role]}/readyz`);
    const about = { name: role, ...rate(meter, 'requests/s', at), ...age(meter, at) };
    return found ? { ...about, state: 'down', failure: down(role, 'is ready', found) } : { ...about, state: 'up' };
  }

  #collector({ collector, at }: Facts): NodeHealth {
    const { text } = collector;
    const meter = this.#meter(
      'collector',
      text === undefined ? undefined : (sumOf(text, 'otelcol_receiver_accepted_spans_total') ?? 0),
      at,
    );
    const about = { name: 'collector' as const, ...rate(meter, 'spans/s', at), ...age(meter, at) };
    if (!text) return { ...about, state: 'down', failure: down('collector', 'tells its counters', collector.found) };
    const queue = sumOf(text, 'otelcol_exporter_queue_size') ?? 0;
    const refused = sumOf(text, 'otelcol_receiver_refused_spans_total') ?? 0;
    const refuses = refused > this.#refused;
    this.#refused = refused;
    if (refuses) {
      return {
        ...about,
        queue,
        state: 'down',
        failure: {
          what: 'The collector refuses spans.',
          expected: 'every span is accepted',
          found: `${refused} refused since it started`,
          cause: 'a full sending queue or the memory limiter; the SDK retries, so counts may be too high',
          next: 'npm run lab -- logs collector',
        },
      };
    }
    return { ...about, queue, state: queue > BACKLOG ? 'waits' : 'up' };
  }

  async #prometheusNode({ at }: Facts): Promise<NodeHealth> {
    const found = await probeHttp(`${this.#settings.endpoints.prometheus}/-/ready`);
    if (found) return { name: 'prometheus', state: 'down', failure: down('prometheus', 'is ready', found) };
    const newest = await this.#prometheus
      .query('max(timestamp(up{job="span-metrics"} == 1)) or max(timestamp(up))')
      .then(
        (samples) => samples[0]?.value,
        () => undefined,
      );
    const scraped = await this.#prometheus.query('sum(scrape_samples_scraped)').then(
      (samples) => samples[0]?.value,
      () => undefined,
    );
    const broken = await this.#prometheus.targets().then(
      (targets) => targets.filter((t) => !t.up),
      () => [],
    );
    const about = {
      name: 'prometheus' as const,
      ...(scraped !== undefined && { rate: { value: scraped, unit: 'samples/s' } }),
      ...(newest !== undefined && { lastSeen: Math.max(0, at / 1000 - newest) }),
    };
    if (broken.length === 0) return { ...about, state: 'up' };
    return {
      ...about,
      state: 'waits',
      failure: {
        what: `Prometheus cannot scrape ${broken.map((t) => t.job).join(', ')}.`,
        expected: 'every target answers once a second',
        found: broken.map((t) => `${t.url}: ${t.lastError}`).join('; '),
        cause: 'that part is down, or prometheus/targets names another address',
        next: 'npm run status',
      },
    };
  }

  async #store(part: 'tempo' | 'jaeger', { collector, at }: Facts): Promise<NodeHealth> {
    const url = this.#settings.endpoints[part];
    // Tempo's own /ready says no for 15 s although it stores and answers
    const found = await probeHttp(part === 'tempo' ? `${url}/api/search?q=%7B%7D&limit=1` : `${url}/api/v3/services`);
    const exporter = { exporter: `otlp_http/${part}` };
    const { text } = collector;
    const meter = this.#meter(
      part,
      text === undefined ? undefined : (sumOf(text, 'otelcol_exporter_sent_spans_total', exporter) ?? 0),
      at,
    );
    const queue = text === undefined ? undefined : sumOf(text, 'otelcol_exporter_queue_size', exporter);
    const about = {
      name: part,
      ...rate(meter, 'spans/s', at),
      ...age(meter, at),
      ...(queue !== undefined && { queue }),
    };
    if (!found) return { ...about, state: (queue ?? 0) > BACKLOG ? 'waits' : 'up' };
    const waiting = queue ? `; ${queue} spans wait in the collector’s queue and are not lost` : '';
    return { ...about, state: 'down', failure: down(part, 'answers a search', `${found}${waiting}`) };
  }

  /** By its port; where that is out of reach (Docker), by what Jaeger says of it. */
  async #cassandra(): Promise<NodeHealth> {
    const { endpoints, cassandra } = this.#settings;
    if (!cassandra) return this.#plain('cassandra', `${endpoints.jaeger}/api/v3/services`, 'is read by Jaeger');
    const found = await probeTcp(cassandra);
    if (!found) return { name: 'cassandra', state: 'up' };
    return { name: 'cassandra', state: 'down', failure: down('cassandra', 'answers', found) };
  }

  async #plain(part: PartName, url: string, does = 'answers'): Promise<NodeHealth> {
    const found = await probeHttp(url);
    return found ? { name: part, state: 'down', failure: down(part, does, found) } : { name: part, state: 'up' };
  }

  #meter(name: string, total: number | undefined, at: number): Meter {
    const meter = this.#meters.get(name) ?? new Meter();
    this.#meters.set(name, meter);
    if (total !== undefined) meter.read(total, at);
    return meter;
  }
}

/** More spans than this in a queue is a backlog, not a batch on its way. */
const BACKLOG = 1_000;

function down(part: PartName, does: string, found: string): Failure {
  const title = partTitles[part];
  return {
    what: `${title} does not answer.`,
    expected: `${title} ${does}`,
    found,
    cause: `${title} is not running, or not ready yet`,
    next: `npm run lab -- start ${part}`,
  };
}

function rate(meter: Meter, unit: string, at: number): { rate?: { value: number; unit: string } } {
  const value = meter.rate(at);
  return value === undefined ? {} : { rate: { value, unit } };
}

function age(meter: Meter, at: number): { lastSeen?: number } {
  const seconds = meter.age(at);
  return seconds === undefined ? {} : { lastSeen: seconds };
}
