import type { NodeHealth } from '../../health.ts';
import { Meter } from './meter.ts';

/** The counters that are followed over time, by name. */
export class Meters {
  readonly #meters = new Map<string, Meter>();

  /** The meter of this name, after one more reading of its counter; without a reading if it could not be read. */
  read(name: string, total: number | undefined, at: number): Meter {
    const meter = this.#meters.get(name) ?? new Meter();
    this.#meters.set(name, meter);
    if (total !== undefined) meter.read(total, at);
    return meter;
  }
}

/** What a box shows for a counter: how fast it grows, and when it last grew. `at` is ms since the epoch. */
export function measured(meter: Meter, unit: string, at: number): Pick<NodeHealth, 'rate' | 'lastSeen'> {
  const [value, lastSeen] = [meter.rate(at), meter.age(at)];
  return {
    ...(value !== undefined && { rate: { value, unit } }),
    ...(lastSeen !== undefined && { lastSeen }),
  };
}
