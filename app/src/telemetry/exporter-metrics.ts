import { metrics } from '@opentelemetry/api';
import type { RetryingExporter } from './retrying-exporter.ts';

/** The exporter's totals under the names of the semantic conventions for SDK metrics; the SDK itself counts items and queue. */
export function observeExporter<Item>({ totals, signal: { item } }: RetryingExporter<Item>): void {
  const meter = metrics.getMeter('span-metrics-lab');
  const component = { 'otel.component.type': `otlp_grpc_${item}_exporter`, 'otel.component.name': 'retrying' };
  const unit = item === 'log' ? '{log_record}' : '{span}';
  meter
    .createObservableCounter(`otel.sdk.exporter.${item}.exported`, {
      unit,
      description: 'Items for which the export has finished: taken by the collector, or why not (error.type).',
    })
    .addCallback((result) => {
      result.observe(totals.exported, component);
      const { refused, rejected, givenUp: given_up } = totals;
      // Zeros too: `rate` does not see the first value of a new series.
      for (const [reason, count] of Object.entries({ refused, rejected, given_up }))
        result.observe(count, { ...component, 'error.type': reason });
    });
  meter
    .createObservableUpDownCounter(`otel.sdk.exporter.${item}.inflight`, {
      unit,
      description: 'Items handed to the exporter and not yet acknowledged by the collector.',
    })
    .addCallback((result) => result.observe(totals.inFlight, component));
}
