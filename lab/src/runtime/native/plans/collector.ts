import { mkdirSync } from 'node:fs';
import { collectorLayers } from '../../../parts/configs.ts';
import type { LabEnv } from '../../../parts/env-file.ts';
import { type StoreName, storeNames } from '../../../parts/parts.ts';
import { checkout } from '../../../base/paths.ts';
import { baseEnvironment, binaryOf, dataFolder, type PartPlan } from './plan.ts';

/** The OpenTelemetry Collector with the lab's layers of configuration, and on top the one that COLLECTOR_CONFIG names. */
export const plan: PartPlan = {
  part: 'collector',
  engines: ['collector'],
  prepare: () => mkdirSync(dataFolder('collector'), { recursive: true }),
  command: (state) => ({
    file: binaryOf(state, 'collector'),
    args: collectorLayers(state.stack, state.capabilities, state.configs['collector']).map(
      (layer) => `--config=${layer}`,
    ),
    cwd: checkout,
    env: {
      ...baseEnvironment(),
      GOMEMLIMIT: state.env.COLLECTOR_GOMEMLIMIT,
      OTLP_GRPC_ENDPOINT: `127.0.0.1:${state.env.OTLP_GRPC_PORT}`,
      OTLP_HTTP_ENDPOINT: `127.0.0.1:${state.env.OTLP_HTTP_PORT}`,
      HEALTH_ENDPOINT: `127.0.0.1:${state.env.COLLECTOR_HEALTH_PORT}`,
      TELEMETRY_HOST: '127.0.0.1',
      TELEMETRY_PORT: String(state.env.COLLECTOR_TELEMETRY_PORT),
      SPAN_METRICS_ENDPOINT: `127.0.0.1:${state.env.SPAN_METRICS_PORT}`,
      ...storeEndpoints(state.env),
      QUEUE_DIR: dataFolder('collector'),
    },
  }),
};

/** Where each store takes OTLP, and where the relay before its queue listens: `<STORE>_OTLP_PORT`, `RELAY_<STORE>_PORT`. */
function storeEndpoints(env: LabEnv): Record<string, string> {
  const stores = storeNames.map((store) => store.toUpperCase() as Uppercase<StoreName>);
  return Object.fromEntries(
    stores.flatMap((store) => [
      [`${store}_ENDPOINT`, `127.0.0.1:${env[`${store}_OTLP_PORT`]}`],
      [`RELAY_${store}_ENDPOINT`, `127.0.0.1:${env[`RELAY_${store}_PORT`]}`],
    ]),
  );
}
