import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-grpc';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc';

let connections = 0;

/**
 * Settings for an exporter with a connection of its own. grpc-js shares connections, and their back-off after a
 * failure, among channels with equal options; the exporter only allows us to set the user agent, so that differs.
 */
function ownConnection(endpoint: string): { url: string; userAgent: string; timeoutMillis: number } {
  connections += 1;
  return { url: endpoint, userAgent: `span-metrics-lab connection/${connections}`, timeoutMillis: 10_000 };
}

/** A trace exporter to the collector at `endpoint` (OTLP/gRPC). */
export const connectTraces = (endpoint: string): OTLPTraceExporter => new OTLPTraceExporter(ownConnection(endpoint));

/** A metric exporter to the collector at `endpoint` (OTLP/gRPC). */
export const connectMetrics = (endpoint: string): OTLPMetricExporter => new OTLPMetricExporter(ownConnection(endpoint));
