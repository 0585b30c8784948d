import { get } from '../../backends/http.ts';
import { Prometheus } from '../../backends/prometheus.ts';
import type { Endpoints, PartName } from '../../parts/parts.ts';

/** Whether a part answers what the lab will ask of it, from this machine. Undefined for a part that publishes nothing. */
export function readyProbe(part: PartName, endpoints: Endpoints): (() => Promise<true | undefined>) | undefined {
  const urls: Partial<Record<PartName, string | undefined>> = {
    gateway: `${endpoints.gateway}/readyz`,
    orders: `${endpoints.orders}/readyz`,
    stock: `${endpoints.stock}/readyz`,
    collector: endpoints.collectorHealth,
    tempo: endpoints.tempo && `${endpoints.tempo}/api/search?q=%7B%7D&limit=1`, // /ready says no for 15 s in which it works
    jaeger: endpoints.jaeger && `${endpoints.jaeger}/api/v3/services`,
    grafana: endpoints.grafana && `${endpoints.grafana}/api/health`,
    console: endpoints.console,
  };
  if (part === 'prometheus')
    return async () => ((await new Prometheus(endpoints.prometheus).hasScraped()) ? true : undefined);
  const url = urls[part];
  if (!url) return undefined;
  return async () => {
    const answer = await get(url);
    if (answer.ok) return true;
    throw new Error(`status ${answer.status} from ${url}`);
  };
}
