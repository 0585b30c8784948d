import { metrics, TraceFlags } from '@opentelemetry/api';
import { BatchSpanProcessor, type ReadableSpan } from '@opentelemetry/sdk-trace';
import type { RetryingExporter } from './retrying-exporter.ts';

/** The longest timeout that Node's timers take, in ms (24 days). */
const never = 2 ** 31 - 1;

/** The SDK's batch processor with our limits, which also counts its spans: `made - exporter.received` is the number that a full queue dropped. */
export class SpanQueue extends BatchSpanProcessor {
  made = 0;

  constructor(exporter: RetryingExporter) {
    super({
      exporter,
      scheduledDelayMillis: 200, // with the connector's 500 ms and the scrape's 1 s a request is in PromQL within 2 s
      maxQueueSize: 20_000, // 60 s without collector at 300 spans/s; some 60 MB when full
      maxExportBatchSize: 512,
      exportTimeoutMillis: never, // after the default 30 s it would continue without the batch that is being retried
      selfObsMeterProvider: metrics.getMeterProvider(),
    });
  }

  override onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0) this.made += 1;
    super.onEnd(span);
  }
}
