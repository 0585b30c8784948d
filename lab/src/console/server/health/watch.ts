import { setTimeout as wait } from 'node:timers/promises';
import { Prometheus } from '../../../backends/prometheus.ts';
import { prepareToAsk } from '../../../backends/ready.ts';
import { lately } from '../../../check/losses.ts';
import type { Health, LoadState, NodeHealth } from '../../health.ts';
import type { ConsoleSettings } from '../settings.ts';
import { readFacts } from './facts.ts';
import { GrownTotals } from './grown-totals.ts';
import { measured, Meters } from './meters.ts';
import { nodeOf } from './nodes/index.ts';

type Listener = (health: Health) => void;

/**
 * Reads the health of every part once per second while a page is open, and nothing otherwise. Sends no request that a
 * ledger would count: only readiness probes, the collector's own counters, and a few queries.
 */
export class HealthWatch {
  readonly #settings: Pick<ConsoleSettings, 'endpoints' | 'parts' | 'runtime' | 'stack'>;
  readonly #load: () => LoadState;
  readonly #prometheus: Prometheus;
  readonly #listeners = new Set<Listener>();
  readonly #meters = new Meters();
  readonly #served = new GrownTotals();
  #looking = false;
  #last: Health | undefined;
  #prepared: Promise<void> | undefined;

  constructor(settings: Pick<ConsoleSettings, 'endpoints' | 'parts' | 'runtime' | 'stack'>, load: () => LoadState) {
    this.#settings = settings;
    this.#load = load;
    this.#prometheus = new Prometheus(settings.endpoints.prometheus);
  }

  /** Calls the listener now, if there is recent health, and after every update, until the signal aborts. */
  listen(listener: Listener, signal: AbortSignal): void {
    this.#listeners.add(listener);
    if (this.#last && Date.now() / 1000 - this.#last.at < 3) listener(this.#last);
    signal.addEventListener('abort', () => this.#listeners.delete(listener), { once: true });
    if (!this.#looking) void this.#lookWhileListened();
  }

  /** One update, for tests and single requests. */
  async look(): Promise<Health> {
    await (this.#prepared ??= prepareToAsk(this.#settings.parts));
    const [facts, leftOut] = await Promise.all([
      readFacts(this.#settings.endpoints.collectorTelemetry, this.#prometheus, this.#served),
      lately(this.#prometheus, this.#settings.stack, this.#settings.endpoints).catch(() => []), // the box of Prometheus says that it does not answer
    ]);
    const look = { settings: this.#settings, facts, meters: this.#meters, prometheus: this.#prometheus };
    const parts = this.#settings.parts.filter((part) => part !== 'console');
    const load = this.#load();
    const k6 = this.#meters.read('k6', facts.k6, facts.at);
    const loading = load.running || (k6.rate(facts.at) ?? 0) > 0;
    const nodes: NodeHealth[] = [
      { name: 'load', state: loading ? 'up' : 'idle', ...measured(k6, 'requests/s', facts.at) },
      ...(await Promise.all(parts.map((part) => nodeOf(part, look)))),
      { name: 'console', state: 'up' },
    ];
    this.#last = { at: facts.at / 1000, nodes, load, leftOut };
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
}
