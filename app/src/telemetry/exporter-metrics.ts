import { metrics } from '@opentelemetry/api';
import type { RetryingExporter } from './retrying-exporter.ts';

/** The exporter's totals under the names of the semantic conventions for SDK metrics; the SDK itself counts spans and queue. */
export function observeExporter({ totals }: RetryingExporter): void {
  const meter = metrics.getMeter('span-metrics-lab');
  const component = { 'otel.component.type': 'otlp_grpc_span_exporter', 'otel.component.name': 'retrying' };
  meter
    .createObservableCounter('otel.sdk.exporter.span.exported', {
      unit: '{span}',
      description: 'Spans for which the export has finished: taken by the collector, or why not (error.type).',
    })
    .addCallback((result) => {
      result.observe(totals.exported, component);
      const { refused, rejected, givenUp: given_up } = totals;
      // Zeros too: `rate` does not see the first value of a new series.
      for (const [reason, spans] of Object.entries({ refused, rejected, given_up }))
        result.observe(spans, { ...component, 'error.type': reason });
    });
  meter
    .createObservableUpDownCounter('otel.sdk.exporter.span.inflight', {
      unit: '{span}',
      description: 'Spans handed to the exporter and not yet acknowledged by the collector.',
    })
    .addCallback((result) => result.observe(totals.inFlight, component));
}
