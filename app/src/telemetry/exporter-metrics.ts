import { metrics } from '@opentelemetry/api';
import type { RetryingExporter } from './retrying-exporter.ts';

/** The exporter's totals under the names of the semantic conventions for SDK metrics; the SDK itself counts spans and queue. */
export function observeExporter({ totals }: RetryingExporter): void {
  const meter = metrics.getMeter('span-metrics-lab');
  const component = { 'otel.component.type': 'otlp_grpc_span_exporter', 'otel.component.name': 'retrying' };
  meter
    .createObservableCounter('otel.sdk.exporter.span.exported', {
      unit: '{span}',
      description: 'Spans for which the export has finished, successful or given up (error.type).',
    })
    .addCallback((result) => {
      result.observe(totals.exported, component);
      if (totals.givenUp > 0) result.observe(totals.givenUp, { ...component, 'error.type': 'given_up' });
    });
  meter
    .createObservableUpDownCounter('otel.sdk.exporter.span.inflight', {
      unit: '{span}',
      description: 'Spans handed to the exporter and not yet acknowledged by the collector.',
    })
    .addCallback((result) => result.observe(totals.inFlight, component));
}
