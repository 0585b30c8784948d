import { setTimeout as wait } from 'node:timers/promises';
import type { BurstReport, SentReport } from '../backends/generator.ts';
import { type Delivery, deliver } from './deliver.ts';
import { makeTrace, type MadeSpan } from './make-trace.ts';
import { seededRandom } from './seeded-random.ts';
import { entries } from './service-map.ts';
import { Totals } from './totals.ts';

/** Sends traces of the made-up shop, all the time and on demand, and knows exactly what it sent. */
export class Generator {
  readonly #collector: string;
  readonly #random = seededRandom(42);
  readonly #totals = new Totals();
  readonly #stop = new AbortController();
  #next = 0;
  #report = { traces: 0, refused: 0, unknown: 0 };
  #last: string | undefined;
  #steady: Promise<void> | undefined;

  /** `collector`: base URL of an OTLP/HTTP receiver. */
  constructor(collector: string) {
    this.#collector = collector;
  }

  /** Sends `perSecond` traces each second until `stop`. */
  start(perSecond: number): void {
    this.#steady = this.#run(perSecond);
  }

  /** What was sent since the start, bursts left out. */
  sent(): SentReport {
    return { ...this.#report, ...(this.#last && { last: this.#last }), totals: this.#totals.lines() };
  }

  /** Sends traces at once, marked as those of one run of a check. Rejects when they were not taken. */
  async burst(mark: string, traces: number): Promise<BurstReport> {
    const made = Array.from({ length: traces }, () => this.#trace());
    const delivery = await deliver(this.#collector, made.flat(), { mark, signal: this.#stop.signal });
    if (delivery !== 'taken') throw new Error(reasonOf(delivery));
    const totals = new Totals();
    totals.add(made.flat());
    return { traceIds: made.map((spans) => spans[0]!.traceId), totals: totals.lines() };
  }

  /** Ends; resolves when what was under way has been taken or given up. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#steady;
  }

  async #run(perSecond: number): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted && perSecond > 0) {
      const began = performance.now();
      const made = Array.from({ length: perSecond }, () => this.#trace());
      this.#note(made, await deliver(this.#collector, made.flat(), { signal }));
      await wait(Math.max(0, 1_000 - (performance.now() - began)), undefined, { signal }).catch(() => {});
    }
  }

  #note(made: MadeSpan[][], delivery: Delivery): void {
    if (delivery === 'taken') {
      this.#report.traces += made.length;
      this.#totals.add(made.flat());
      return;
    }
    this.#report['refused' in delivery ? 'refused' : 'unknown'] += made.length;
    this.#last = reasonOf(delivery);
    console.error(`${made.length} traces were not sent: ${this.#last}`);
  }

  #trace(): MadeSpan[] {
    return makeTrace(entries[this.#next++ % entries.length]!, this.#random, BigInt(Date.now()) * 1_000_000n);
  }
}

function reasonOf(delivery: Exclude<Delivery, 'taken'>): string {
  return 'refused' in delivery ? delivery.refused : delivery.unknown;
}
