import { type Total, totalKey } from '../backends/generator.ts';
import type { MadeSpan } from './make-trace.ts';

/** Adds spans up by service, name, kind and status. */
export class Totals {
  readonly #totals = new Map<string, Total>();

  add(spans: readonly MadeSpan[]): void {
    for (const { service, name, kind, status, milliseconds } of spans) {
      const what = { service, name, kind, status };
      const total = this.#totals.get(totalKey(what)) ?? { ...what, spans: 0, milliseconds: 0 };
      total.spans += 1;
      total.milliseconds += milliseconds;
      this.#totals.set(totalKey(what), total);
    }
  }

  /** Every total so far, in the order in which each was first seen. */
  lines(): Total[] {
    return [...this.#totals.values()].map((total) => ({ ...total }));
  }
}
