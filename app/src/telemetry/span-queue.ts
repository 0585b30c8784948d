import { diag, metrics, TraceFlags } from '@opentelemetry/api';
import { BatchSpanProcessor, type ReadableSpan } from '@opentelemetry/sdk-trace';
import type { RetryingExporter } from './retrying-exporter.ts';
import { sizeOf } from './span-size.ts';

/** The longest timeout that Node's timers take, in ms (24 days). */
const never = 2 ** 31 - 1;

/** Limits of what may wait, the batch that is being sent included: 60 s without collector at 300 spans/s; bytes by {@link sizeOf}. */
const most = { spans: 20_000, bytes: 32_000_000 };

/** The SDK's batch processor with our limits, which also counts its spans. */
export class SpanQueue extends BatchSpanProcessor {
  readonly #exporter: RetryingExporter;
  readonly #processed = metrics.getMeter('span-metrics-lab').createCounter('otel.sdk.processor.span.processed', {
    unit: '{span}',
    description: 'Spans that a full queue dropped (error.type); the SDK counts the others.',
  });
  #accepted = { spans: 0, bytes: 0 };
  #dropped = 0;
  #droppedInARow = 0;

  /** `delay`: how long a span waits for others, at most, ms. */
  constructor(exporter: RetryingExporter, delay: number) {
    super({
      exporter,
      scheduledDelayMillis: delay,
      maxQueueSize: most.spans,
      maxExportBatchSize: 512,
      exportTimeoutMillis: never, // after the default 30 s it would continue without the batch that is being retried
      selfObsMeterProvider: metrics.getMeterProvider(),
    });
    this.#exporter = exporter;
    this.#countDropped(0); // `rate` does not see the first value of a new series
  }

  /** Spans that ended, and those of them that a full queue dropped. */
  get totals(): { made: number; dropped: number } {
    return { made: this.#accepted.spans + this.#dropped, dropped: this.#dropped };
  }

  /** Resolves when every span that has ended until now is out of this process. */
  sent(): Promise<void> {
    return this.#exporter.whenFinished(this.#accepted.spans);
  }

  override onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0) return;
    const bytes = sizeOf(span);
    const { finished } = this.#exporter;
    const fits =
      this.#accepted.spans - finished.spans < most.spans && this.#accepted.bytes - finished.bytes + bytes <= most.bytes;
    if (!fits) return this.#drop();
    if (this.#droppedInARow > 0) diag.warn(`Dropped ${this.#droppedInARow} spans because the queue was full`);
    this.#droppedInARow = 0;
    this.#accepted.spans += 1;
    this.#accepted.bytes += bytes;
    super.onEnd(span);
  }

  #drop(): void {
    this.#dropped += 1;
    this.#droppedInARow += 1;
    this.#countDropped(1);
  }

  #countDropped(spans: number): void {
    this.#processed.add(spans, {
      'otel.component.type': 'batching_span_processor',
      'otel.component.name': 'span_queue',
      'error.type': 'queue_full',
    });
  }
}
