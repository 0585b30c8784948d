import type { LabEnv } from './env-file.ts';
import type { Endpoints, PartName } from './parts.ts';

/** The URLs of a lab with these settings and parts, as reached from this machine. */
export function endpointsOf(env: LabEnv, parts: readonly PartName[]): Endpoints {
  const host = env.BIND_ADDR.includes(':') ? `[${env.BIND_ADDR}]` : env.BIND_ADDR;
  const reach = host === '0.0.0.0' ? '127.0.0.1' : host === '[::]' ? '[::1]' : host;
  const at = (port: number) => `http://${reach}:${port}`;
  return {
    gateway: at(env.GATEWAY_PORT),
    orders: at(env.ORDERS_PORT),
    stock: at(env.STOCK_PORT),
    otlpGrpc: at(env.OTLP_GRPC_PORT),
    otlpHttp: at(env.OTLP_HTTP_PORT),
    collectorHealth: at(env.COLLECTOR_HEALTH_PORT),
    collectorTelemetry: `${at(env.COLLECTOR_TELEMETRY_PORT)}/metrics`,
    spanMetrics: `${at(env.SPAN_METRICS_PORT)}/metrics`,
    prometheus: at(env.PROMETHEUS_PORT),
    ...(parts.includes('tempo') && { tempo: at(env.TEMPO_PORT) }),
    ...(parts.includes('jaeger') && { jaeger: at(env.JAEGER_PORT) }),
    ...(parts.includes('grafana') && { grafana: at(env.GRAFANA_PORT) }),
    ...(parts.includes('console') && { console: at(env.CONSOLE_PORT) }),
  };
}
