import { diag, metrics } from '@opentelemetry/api';
import type { RetryingExporter } from './retrying-exporter.ts';
import type { Signal } from './signals.ts';

/** The longest timeout that Node's timers take, in ms (24 days). */
const never = 2 ** 31 - 1;

/** What may wait in a queue, the batch that is being sent included: bytes by the signal's `sizeOf`. */
export interface Most {
  items: number;
  bytes: number;
}

/** Settings of the SDK's batch processors with our limits. `delay`: how long an item waits for others, at most, ms. */
export function batchSettings<Item>(exporter: RetryingExporter<Item>, delay: number, most: Most) {
  return {
    exporter,
    scheduledDelayMillis: delay,
    maxQueueSize: most.items,
    maxExportBatchSize: 512,
    exportTimeoutMillis: never, // after the default 30 s it would continue without the batch that is being retried
    selfObsMeterProvider: metrics.getMeterProvider(),
  };
}

/** The limits of a queue before an exporter, and the counts of what it took and dropped: the SDK's own queues know no bytes. */
export class QueueRoom<Item> {
  readonly #signal: Signal<Item>;
  readonly #exporter: RetryingExporter<Item>;
  readonly #most: Most;
  readonly #processed;
  #accepted = { items: 0, bytes: 0 };
  #dropped = 0;
  #droppedInARow = 0;

  constructor(signal: Signal<Item>, exporter: RetryingExporter<Item>, most: Most) {
    this.#signal = signal;
    this.#exporter = exporter;
    this.#most = most;
    const { item } = signal;
    this.#processed = metrics.getMeter('span-metrics-lab').createCounter(`otel.sdk.processor.${item}.processed`, {
      unit: item === 'log' ? '{log_record}' : '{span}',
      description: 'Items that a full queue dropped (error.type); the SDK counts the others.',
    });
    this.#countDropped(0); // `rate` does not see the first value of a new series
  }

  /** Items that came, and those of them that found no room. */
  get totals(): { made: number; dropped: number } {
    return { made: this.#accepted.items + this.#dropped, dropped: this.#dropped };
  }

  /** Resolves when every item that has come until now is out of this process. */
  sent(): Promise<void> {
    return this.#exporter.whenFinished(this.#accepted.items);
  }

  /** Whether there is room for this item, which is counted either way. */
  takes(item: Item): boolean {
    const bytes = this.#signal.sizeOf(item);
    const { finished } = this.#exporter;
    const fits =
      this.#accepted.items - finished.items < this.#most.items &&
      this.#accepted.bytes - finished.bytes + bytes <= this.#most.bytes;
    if (!fits) this.#drop();
    else this.#accept(bytes);
    return fits;
  }

  #accept(bytes: number): void {
    if (this.#droppedInARow > 0)
      diag.warn(`Dropped ${this.#droppedInARow} ${this.#signal.item}s because the queue was full`);
    this.#droppedInARow = 0;
    this.#accepted.items += 1;
    this.#accepted.bytes += bytes;
  }

  #drop(): void {
    this.#dropped += 1;
    this.#droppedInARow += 1;
    this.#countDropped(1);
  }

  #countDropped(items: number): void {
    this.#processed.add(items, {
      'otel.component.type': `batching_${this.#signal.item}_processor`,
      'otel.component.name': `${this.#signal.item}_queue`,
      'error.type': 'queue_full',
    });
  }
}
