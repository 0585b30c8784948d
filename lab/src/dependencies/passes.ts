import { setTimeout as wait } from 'node:timers/promises';
import { describeError } from '../base/poll.ts';

/** How many passes may be overdue before the job counts as stuck. */
const OVERDUE = 6;

/** Repeats a pass, and says once when it begins to fail and once when it succeeds again. */
export class Passes {
  readonly #pass: () => Promise<void>;
  readonly #every: number;
  readonly #at: number;
  readonly #say: (line: string) => void;
  #why: string | undefined = 'the first pass has not ended';
  #failingSince: number | undefined;
  #endedAt = Date.now();

  /** `every` in ms, counted from `at` ms after the full intervals of the clock. */
  constructor(
    pass: () => Promise<void>,
    { every, at = 0, say }: { every: number; at?: number; say: (line: string) => void },
  ) {
    this.#pass = pass;
    this.#every = every;
    this.#at = at;
    this.#say = say;
  }

  /** Starts at once, and goes on until the process ends. */
  start(): void {
    void this.#goOn();
  }

  /** Why the last pass failed, or that none has ended for long; undefined if all is well. */
  whyNot(): string | undefined {
    const seconds = Math.round((Date.now() - this.#endedAt) / 1000);
    if (seconds * 1000 > OVERDUE * this.#every) return `the last pass ended ${seconds} s ago`;
    return this.#why;
  }

  /** One pass. */
  async once(): Promise<void> {
    const why = await this.#pass().then(
      () => undefined,
      (error: unknown) => describeError(error),
    );
    const now = Date.now();
    if (why && this.#failingSince === undefined) {
      this.#failingSince = now;
      this.#say(`no edges are written: ${why}; tried again every ${this.#every / 1000} s, Prometheus keeps the counts`);
    }
    if (!why && this.#failingSince !== undefined) {
      this.#say(`edges are written again, also those of the last ${Math.round((now - this.#failingSince) / 1000)} s`);
      this.#failingSince = undefined;
    }
    this.#why = why;
    this.#endedAt = now;
  }

  async #goOn(): Promise<never> {
    for (;;) {
      await this.once();
      await wait(this.#every - ((Date.now() - this.#at) % this.#every)); // when an interval can be read
    }
  }
}
