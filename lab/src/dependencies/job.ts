import { metric, quoted } from '@span-metrics-lab/grafana';
import { DEPENDENCIES_KEPT, type DependenciesTable } from '../backends/dependencies-table.ts';
import type { Prometheus, Series } from '../backends/prometheus.ts';
import { growthOf, keyOf, type Seen } from './growth.ts';

/** Seconds between two rows. */
export const EVERY = 5;

/** A scrape of other services' edges may take 2 s and is stored when it ends, s: an interval is read when it is that old. */
export const LAG = 3;

/** What is read at once when much has been missed, s: 3,000 edges, as many as a scrape can have, make 100,000 samples. */
const CHUNK = 60;

/** How long a pass may go on with that, ms: its end says that all is well. */
const BUDGET = 5_000;

/** Before an interval, for samples that came later than `LAG` all the same, s. */
const OVERLAP = 10;

/** How old the last sample before the first interval may be, s: longer than an endpoint is not scraped while the other one is. */
const LOOKBACK = 300;

const KEPT = DEPENDENCIES_KEPT / 1000;

/**
 * Writes what the service graph counted into Jaeger's table, each call once. It keeps nothing itself: what has been written says
 * the table, what has not says Prometheus, and a row of an interval is a function of its samples.
 */
export class DependenciesJob {
  readonly #prometheus: Prometheus;
  readonly #table: DependenciesTable;
  #done: { until: number; seen: Seen } | undefined;

  constructor(prometheus: Prometheus, table: DependenciesTable) {
    this.#prometheus = prometheus;
    this.#table = table;
  }

  /**
   * Writes intervals that are complete and not written: all of them, unless there are too many for one pass. Rejects when an
   * engine does not answer; then call it again. `now` in ms since the epoch.
   */
  async pass(now = Date.now()): Promise<void> {
    const began = performance.now();
    const end = Math.floor((now / 1000 - LAG) / EVERY) * EVERY;
    const newest = await this.#table.newest(now); // also asks Cassandra when there is nothing to write
    this.#done ??= await this.#resume(newest, end);
    while (this.#done.until < end && performance.now() - began < BUDGET) {
      const { until: from, seen } = this.#done;
      const until = Math.min(from + CHUNK, end);
      const series = await this.#prometheus.samples(metric.edges, { start: from - OVERLAP, end: until });
      const growth = await growthOf(series, { seen, from, every: EVERY, vanished: this.#vanished });
      for (const { at, edges } of growth.rows) await this.#table.write(at * 1000, edges);
      this.#done = { until, seen: growth.seen };
    }
  }

  /** Where the table ends, and what had been counted then; where Prometheus begins, if it is empty. */
  async #resume(newest: number | undefined, end: number): Promise<{ until: number; seen: Seen }> {
    const until = newest === undefined ? await this.#begin(end) : Math.ceil(newest / 1000 / EVERY) * EVERY;
    const seen: Seen = new Map();
    for (const { labels, points } of await this.#prometheus.samples(metric.edges, {
      start: until - LOOKBACK,
      end: until,
    })) {
      const [at, value] = points.at(-1)!;
      seen.set(keyOf(labels), { at, value });
    }
    return { until, seen };
  }

  /** The beginning of the interval in which Prometheus has the first edges, of those that Jaeger would still keep. */
  async #begin(end: number): Promise<number> {
    const any = `group(present_over_time(${metric.edges}[${CHUNK}s]))`;
    const [found] = await this.#prometheus.queryRange(any, { start: end - KEPT, end, step: CHUNK });
    const first = found?.points[0]?.[0] ?? end;
    return Math.max(end - KEPT, Math.floor((first - CHUNK) / EVERY) * EVERY);
  }

  readonly #vanished = async (labels: Series['labels'], from: number, to: number): Promise<boolean> => {
    const target = ['job', 'instance'].map((name) => `${name}=${quoted(labels[name] ?? '')}`).join(', ');
    const between = Math.round((to - from) * 1000) - 1;
    const [answered] = await this.#prometheus.query(`sum_over_time(up{${target}}[${between}ms])`, to - 0.001);
    return (answered?.value ?? 0) > 0;
  };
}
