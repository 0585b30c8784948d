import { getNodeAutoInstrumentations, type InstrumentationConfigMap } from '@opentelemetry/auto-instrumentations-node';
import type { Config } from '../config.ts';
import { hideQueryValues } from './hidden-query.ts';
import { stateUnits } from './host-metric-units.ts';
import { nameRefusedMethod, nameStrangeMethod } from './unserved-request.ts';

type ExpressLayers = NonNullable<
  InstrumentationConfigMap['@opentelemetry/instrumentation-express']
>['ignoreLayersType'];

/** The auto-instrumentations in use; a new dependency adds its name. `fetch` is undici. */
const names = ['http', 'express', 'undici', 'pino', 'runtime-node', 'host-metrics'];

/** Those of the shop's stores, which a lab without it does not load. */
const namesOfStores = ['pg', 'redis'];

/** Questions about the services themselves. */
const unobserved = new Set(['/healthz', '/readyz', '/books']);

/** One SERVER span per request, named by its route; one CLIENT span per `fetch`, query and command; trace ids in logs; runtime and process metrics. */
export function instrumentations({ shop, telemetry }: Config): ReturnType<typeof getNodeAutoInstrumentations> {
  const stores = shop.postgres ?? shop.valkey;
  process.env['OTEL_NODE_ENABLED_INSTRUMENTATIONS'] ??= [...names, ...(stores ? namesOfStores : [])].join(',');
  const chosen = getNodeAutoInstrumentations({
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
    '@opentelemetry/instrumentation-pino': { disableLogSending: !telemetry.logs },
    '@opentelemetry/instrumentation-host-metrics': { metricGroups: ['process.cpu', 'process.memory'] },
  });
  stateUnits(chosen);
  return chosen;
}
