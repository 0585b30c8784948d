import { baseEnvironment } from '../../../base/base-environment.ts';
import { endpointsOf, pageOf } from '../../../parts/endpoints.ts';
import { type Guest, nextOf, partNamed } from '../../../parts/parts.ts';
import { type LabState, partsIn } from '../state-file.ts';

/** How often a guest sends its metrics, and how long spans and lines wait, ms: as the lab's own services do. */
const pace = { OTEL_METRIC_EXPORT_INTERVAL: '5000', OTEL_BSP_SCHEDULE_DELAY: '200', OTEL_BLRP_SCHEDULE_DELAY: '200' };

/** What every guest is told: what OpenTelemetry itself specifies, and where to listen and whom to call. */
export function guestEnvironment(guest: Guest, state: LabState, version: string): Record<string, string> {
  const { env, capabilities } = state;
  const attributes = {
    'service.namespace': 'guests',
    'service.version': version,
    'deployment.environment.name': 'lab',
  };
  return {
    ...baseEnvironment(),
    MALLOC_ARENA_MAX: '1',
    HOST: '127.0.0.1',
    PORT: String(env[partNamed(guest).ports[0]!.variable]),
    NEXT_URL: nextUrl(guest, state),
    OTEL_SERVICE_NAME: guest,
    OTEL_RESOURCE_ATTRIBUTES: Object.entries(attributes)
      .map((pair) => pair.join('='))
      .join(','),
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${env.OTLP_HTTP_PORT}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_LOGS_EXPORTER: capabilities.includes('logs') ? 'otlp' : 'none',
    ...pace,
  };
}

function nextUrl(guest: Guest, state: LabState): string {
  const next = nextOf(guest, partsIn(state));
  return pageOf(endpointsOf(state.env, [next], 'native'), next)!;
}
