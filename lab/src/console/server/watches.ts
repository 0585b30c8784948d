import { type WatchedLab, watchService, type WatchState } from '../../watch/index.ts';

/** How many services may be watched at once, over all pages, and ms after which a watch ends that nobody asks for. */
const [MOST, IDLE] = [4, 10_000];

type Running = { asked: number; end: AbortController; first: Promise<unknown>; state?: WatchState };

/** The watches that pages ask for: one for each service, begun by the first question and ended when nobody asks any more. */
export class Watches {
  readonly #lab: WatchedLab;
  readonly #host: boolean;
  readonly #running = new Map<string, Running>();

  /** `host`: this server sees the machine's processes. */
  constructor(lab: WatchedLab, { host }: { host: boolean }) {
    this.#lab = lab;
    this.#host = host;
  }

  /** The newest state of a service; undefined if too many others are watched. A watch that passed keeps its last state. */
  async state(service: string): Promise<WatchState | undefined> {
    this.#endIdle();
    let running = this.#running.get(service);
    if (!running) {
      if (this.#running.size >= MOST) return undefined;
      running = this.#begin(service);
    }
    running.asked = performance.now();
    await running.first;
    return running.state;
  }

  #begin(service: string): Running {
    const end = new AbortController();
    const states = watchService(this.#lab, service, { signal: end.signal, host: this.#host });
    const running: Running = { asked: performance.now(), end, first: Promise.resolve() };
    running.first = states.next().then(({ value }) => {
      if (value) running.state = value;
      void this.#follow(running, states);
    });
    this.#running.set(service, running);
    return running;
  }

  async #follow(running: Running, states: AsyncGenerator<WatchState>): Promise<void> {
    for await (const state of states) {
      running.state = state;
      this.#endIdle();
    }
  }

  #endIdle(): void {
    for (const [service, { asked, end }] of this.#running) {
      if (performance.now() - asked < IDLE) continue;
      end.abort();
      this.#running.delete(service);
    }
  }
}
