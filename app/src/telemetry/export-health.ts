/** The log for the telemetry's own lines. */
export interface TelemetryLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** Logs when exports start to fail and when they work again, and nothing in between. */
export class ExportHealth {
  readonly #signal: string;
  readonly #log: TelemetryLog;
  #failingSince: number | undefined;

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
}
