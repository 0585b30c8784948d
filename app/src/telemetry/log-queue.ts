import { BatchLogRecordProcessor, type ReadableLogRecord, type ReadWriteLogRecord } from '@opentelemetry/sdk-logs';
import { batchSettings, QueueRoom } from './queue-room.ts';
import type { RetryingExporter } from './retrying-exporter.ts';
import { logs } from './signals.ts';

/** 60 s without collector at 300 lines/s of the usual size. */
const most = { items: 20_000, bytes: 16_000_000 };

/** The SDK's batch processor for log records, limited and counted as the queue of spans is. */
export class LogQueue extends BatchLogRecordProcessor {
  readonly #room: QueueRoom<ReadableLogRecord>;

  /** `delay`: how long a line waits for others, at most, ms. */
  constructor(exporter: RetryingExporter<ReadableLogRecord>, delay: number) {
    super(batchSettings(exporter, delay, most));
    this.#room = new QueueRoom(logs, exporter, most);
  }

  /** Lines that came, and those of them that a full queue dropped. */
  get totals(): { made: number; dropped: number } {
    return this.#room.totals;
  }

  override onEmit(record: ReadWriteLogRecord): void {
    if (this.#room.takes(record)) super.onEmit(record);
  }
}
