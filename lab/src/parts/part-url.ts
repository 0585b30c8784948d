import type { Endpoints, PartName } from './parts.ts';

/** The URL where a person looks at a part; undefined for a part without a page or API of its own. */
export function partUrl(endpoints: Endpoints, part: PartName): string | undefined {
  const urls: Partial<Record<PartName, string | undefined>> = {
    gateway: endpoints.gateway,
    orders: endpoints.orders,
    stock: endpoints.stock,
    collector: endpoints.collectorHealth,
    prometheus: endpoints.prometheus,
    tempo: endpoints.tempo,
    jaeger: endpoints.jaeger,
    grafana: endpoints.grafana,
    console: endpoints.console,
  };
  return urls[part];
}
