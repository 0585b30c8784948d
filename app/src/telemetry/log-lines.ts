import type { Context } from '@opentelemetry/api';
import type { LogRecordProcessor, ReadableLogRecord, ReadWriteLogRecord } from '@opentelemetry/sdk-logs';
import { fitLine } from './log-size.ts';
import { LogQueue } from './log-queue.ts';
import type { RetryingExporter } from './retrying-exporter.ts';
import { runIn, runMarkKey } from './run-mark.ts';

/** `component` of the telemetry's own lines. */
export const telemetryComponent = 'telemetry';

/** Sends what pino writes to the collector: each line once, with the ids of its span and the mark of its run. */
export class LogLines implements LogRecordProcessor {
  readonly #makeQueue: () => LogQueue;
  #queue: LogQueue | undefined;

  /** `delay`: how long a line waits for others, at most, ms. */
  constructor(exporter: RetryingExporter<ReadableLogRecord>, delay: number) {
    this.#makeQueue = () => new LogQueue(exporter, delay);
  }

  /** Lines that came, and those of them that a full queue dropped. */
  get totals(): { made: number; dropped: number } {
    return this.#queue?.totals ?? { made: 0, dropped: 0 };
  }

  onEmit(record: ReadWriteLogRecord, context: Context): void {
    // What the telemetry says stays on stdout: a line about a failed export would make the next export, and fail with it.
    if (record.attributes['component'] === telemetryComponent) return;
    const run = runIn(context);
    if (run !== undefined) record.setAttribute(runMarkKey, run);
    fitLine(record);
    this.#queue ??= this.#makeQueue(); // late: only now the meter provider is in place, to which it reports its numbers
    this.#queue.onEmit(record);
  }

  async forceFlush(): Promise<void> {
    await this.#queue?.forceFlush();
  }

  async shutdown(): Promise<void> {
    await this.#queue?.shutdown();
  }
}
