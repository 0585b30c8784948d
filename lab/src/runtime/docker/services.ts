import type { PortName } from '../../parts/env-file.ts';
import { type PartName, partNames, partTitles, type Stack } from '../../parts/parts.ts';

/** Services that are a part, where their names differ. Jaeger runs in Docker as upstream advises: a role a container. */
const otherNames: Record<string, PartName> = {
  'otel-collector': 'collector',
  'jaeger-collector': 'jaeger',
  'jaeger-query': 'jaeger',
};

/** The part that a service is; undefined for the guard, the probes and k6. */
export function partOfService(service: string): PartName | undefined {
  return otherNames[service] ?? partNames.find((part) => part === service);
}

/** Name of the service whose healthcheck asks this one, where the image has no tool for it. */
export function probeOf(service: string): string {
  return `${service}-ready`;
}

/** The service of a container that Compose named `<project>-<service>-<number>`. */
export function serviceInName(project: string, name: string): string | undefined {
  return name.startsWith(`${project}-`) ? /^(.+)-\d+$/.exec(name.slice(project.length + 1))?.[1] : undefined;
}

/** What people call a service. */
export function titleOfService(service: string | undefined): string {
  const part = service && partOfService(service);
  return part ? partTitles[part] : (service ?? 'a service');
}

/** The compose file of a stack, complete by itself, from the root of the checkout. */
export function composeFile(stack: Stack): string {
  return stack === 'tempo' ? 'docker-compose.yaml' : `docker-compose.${stack}.yaml`;
}

/** Which port in a container belongs to which variable in `.env`. */
export const portsInside: Partial<Record<PartName, Record<number, PortName>>> = {
  gateway: { 8000: 'GATEWAY_PORT' },
  orders: { 8001: 'ORDERS_PORT' },
  stock: { 8002: 'STOCK_PORT' },
  collector: {
    4317: 'OTLP_GRPC_PORT',
    4318: 'OTLP_HTTP_PORT',
    13133: 'COLLECTOR_HEALTH_PORT',
    8888: 'COLLECTOR_TELEMETRY_PORT',
    8889: 'SPAN_METRICS_PORT',
  },
  prometheus: { 9090: 'PROMETHEUS_PORT' },
  tempo: { 3200: 'TEMPO_PORT' },
  jaeger: { 16686: 'JAEGER_PORT' },
  grafana: { 3000: 'GRAFANA_PORT' },
  console: { 4000: 'CONSOLE_PORT' },
};
