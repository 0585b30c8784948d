import { TraceFlags } from '@opentelemetry/api';
import { BatchSpanProcessor, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { batchSettings, QueueRoom } from './queue-room.ts';
import type { RetryingExporter } from './retrying-exporter.ts';
import { traces } from './signals.ts';

/** 60 s without collector at 300 spans/s. */
const most = { items: 20_000, bytes: 32_000_000 };

/** The SDK's batch processor with our limits, which also counts its spans. */
export class SpanQueue extends BatchSpanProcessor {
  readonly #room: QueueRoom<ReadableSpan>;

  /** `delay`: how long a span waits for others, at most, ms. */
  constructor(exporter: RetryingExporter<ReadableSpan>, delay: number) {
    super(batchSettings(exporter, delay, most));
    this.#room = new QueueRoom(traces, exporter, most);
  }

  /** Spans that ended, and those of them that a full queue dropped. */
  get totals(): { made: number; dropped: number } {
    return this.#room.totals;
  }

  /** Resolves when every span that has ended until now is out of this process. */
  sent(): Promise<void> {
    return this.#room.sent();
  }

  override onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0) return;
    if (this.#room.takes(span)) super.onEnd(span);
  }
}
