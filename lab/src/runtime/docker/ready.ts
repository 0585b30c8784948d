import { get } from '../../backends/http.ts';
import { Prometheus } from '../../backends/prometheus.ts';
import type { Endpoints, PartName } from '../../parts/parts.ts';
import { readyUrl } from '../../parts/ready-url.ts';

/** Whether a part answers what the lab will ask of it, from this machine. Undefined for a part that publishes nothing. */
export function readyProbe(part: PartName, endpoints: Endpoints): (() => Promise<true | undefined>) | undefined {
  if (part === 'prometheus')
    return async () => ((await new Prometheus(endpoints.prometheus).hasScraped()) ? true : undefined);
  const url = readyUrl(part, endpoints);
  if (!url) return undefined;
  return async () => {
    const answer = await get(url);
    if (answer.ok) return true;
    throw new Error(`status ${answer.status} from ${url}`);
  };
}
