import { flowOf, type LabInfo } from '../flow.ts';
import { composeFile } from '../../runtime/docker/services.ts';
import type { ConsoleSettings } from './settings.ts';

/** What the page is told about the lab before anything is measured. */
export function labInfo({ stack, runtime, parts, endpoints, links, k6 }: ConsoleSettings): LabInfo {
  const file = stack === 'tempo' ? '' : ` -f ${composeFile(stack)}`;
  return {
    stack,
    runtime,
    ...flowOf(parts),
    links,
    stores: [...(endpoints.tempo ? ['Tempo' as const] : []), ...(endpoints.jaeger ? ['Jaeger' as const] : [])],
    load: {
      startable: k6 !== undefined,
      command: runtime === 'docker' ? `docker compose${file} --profile load up k6` : 'npm run load',
    },
  };
}
