/** The log for the telemetry's own lines. */
export interface TelemetryLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** The shortest time between two lines about what the collector does not take, in ms. */
const quiet = 60_000;

/** Logs when exports start to fail and when they work again, and what the collector does not take, without a line for each. */
export class ExportHealth {
  readonly #signal: string;
  readonly #log: TelemetryLog;
  #failingSince: number | undefined;
  #left = 0;
  #saidLeft = -Infinity;

  constructor(signal: string, log: TelemetryLog) {
    this.#signal = signal;
    this.#log = log;
  }

  failed(error: Error | undefined): void {
    if (this.#failingSince !== undefined) return;
    this.#failingSince = performance.now();
    this.#log.warn({ signal: this.#signal, error: error?.message ?? 'unknown' }, 'export fails');
  }

  succeeded(): void {
    if (this.#failingSince === undefined) return;
    const seconds = Math.round((performance.now() - this.#failingSince) / 100) / 10;
    this.#failingSince = undefined;
    this.#log.info({ signal: this.#signal, failed_for_s: seconds }, 'export works again');
  }

  /** `count` items are lost although exports work: the first of a minute is logged, with the number since the last line. */
  left(count: number, about: { error: string } & Record<string, string>): void {
    this.#left += count;
    if (performance.now() - this.#saidLeft < quiet) return;
    this.#log.warn({ signal: this.#signal, lost: this.#left, ...about }, 'the collector does not take this');
    this.#left = 0;
    this.#saidLeft = performance.now();
  }
}
