/** One series of a counter: the name that owns it, its key, and its count. */
export type Reading = { name: string; series: string; count: number };

/** Adds up counters by name so that a total never shrinks although series end: marks of checks expire, collectors restart. */
export class GrownTotals {
  readonly #totals = new Map<string, number>();
  #last = new Map<string, number>();

  /** Takes a reading of every series and returns the totals. A series that is new, or smaller than before, counts from zero. */
  read(readings: readonly Reading[]): ReadonlyMap<string, number> {
    const now = new Map<string, number>();
    for (const { name, series, count } of readings) {
      const key = `${name} ${series}`;
      const before = this.#last.get(key) ?? 0;
      this.#totals.set(name, (this.#totals.get(name) ?? 0) + (count < before ? count : count - before));
      now.set(key, count);
    }
    this.#last = now;
    return this.#totals;
  }
}
