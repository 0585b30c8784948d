/** Follows a counter: how fast it grew in the last seconds, and when it last grew. Times in ms. */
export class Meter {
  readonly #points: { at: number; total: number }[] = [];
  #grewAt: number | undefined;

  /** Takes a reading; a smaller one than before is a restart and counts from zero. */
  read(total: number, at: number): void {
    const last = this.#points.at(-1);
    if (last && total !== last.total) this.#grewAt = at;
    if (last && total < last.total) this.#points.length = 0;
    this.#points.push({ at, total });
    while (this.#points[0] && this.#points[0].at < at - WINDOW) this.#points.shift();
  }

  /** Per second over the last five seconds before `at`; undefined without two readings in them. */
  rate(at: number): number | undefined {
    const recent = this.#points.filter((point) => point.at >= at - WINDOW);
    const [first, last] = [recent[0], recent.at(-1)];
    if (!first || !last || last.at - first.at < 500) return undefined;
    return ((last.total - first.total) * 1000) / (last.at - first.at);
  }

  /** Seconds since it last grew, undefined if never seen growing. */
  age(at: number): number | undefined {
    return this.#grewAt === undefined ? undefined : Math.max(0, (at - this.#grewAt) / 1000);
  }
}

const WINDOW = 5_000;
