import { getNodeAutoInstrumentations, type InstrumentationConfigMap } from '@opentelemetry/auto-instrumentations-node';
import { hideQueryValues } from './hidden-query.ts';
import { nameRefusedMethod, nameStrangeMethod } from './unserved-request.ts';

type ExpressLayers = NonNullable<
  InstrumentationConfigMap['@opentelemetry/instrumentation-express']
>['ignoreLayersType'];

/** The auto-instrumentations in use; a new dependency (database, queue) adds its name. `fetch` is undici. */
const names = ['http', 'express', 'undici', 'pino', 'pg', 'redis', 'runtime-node', 'host-metrics'];

/** Questions about the services themselves. */
const unobserved = new Set(['/healthz', '/readyz', '/books']);

/** One SERVER span per request, named by its route; one CLIENT span per `fetch`, query and command; trace ids in logs; runtime and process metrics. */
export function instrumentations(): ReturnType<typeof getNodeAutoInstrumentations> {
  process.env['OTEL_NODE_ENABLED_INSTRUMENTATIONS'] ??= names.join(',');
  return getNodeAutoInstrumentations({
    '@opentelemetry/instrumentation-http': {
      ignoreIncomingRequestHook: (req) => unobserved.has(req.url?.split('?', 1)[0] ?? ''),
      requestHook(span, request) {
        nameStrangeMethod(span, request);
        hideQueryValues(span, request);
      },
      applyCustomAttributesOnSpan: nameRefusedMethod,
    },
    '@opentelemetry/instrumentation-express': {
      // No span per layer. `router` is disabled for the same reason: on Express 5 it would make ten spans per request.
      ignoreLayersType: ['middleware', 'request_handler', 'router'] as unknown as ExpressLayers & {},
    },
    // Queries of background work, which has no span, make none; nor do connections, which are no operation of a request.
    '@opentelemetry/instrumentation-pg': { requireParentSpan: true, ignoreConnectSpans: true },
    '@opentelemetry/instrumentation-redis': { requireParentSpan: true },
    '@opentelemetry/instrumentation-pino': { disableLogSending: true },
    '@opentelemetry/instrumentation-host-metrics': { metricGroups: ['process.cpu', 'process.memory'] },
  });
}
