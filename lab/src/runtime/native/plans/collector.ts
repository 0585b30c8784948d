import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { collectorArguments, collectorLayers } from '../../../parts/configs.ts';
import { portTo } from '../../../parts/links.ts';
import { paceOf } from '../../../parts/pace.ts';
import { type PortName, storeNames } from '../../../parts/parts.ts';
import { baseEnvironment } from '../../../base/base-environment.ts';
import { checkout } from '../../../base/paths.ts';
import { mountPoint } from '../../mount-point.ts';
import { faultFiles } from '../../fault-files.ts';
import { labFiles } from '../../lab-files.ts';
import { processMark } from '../process-name.ts';
import { type LabState, partsIn } from '../state-file.ts';
import { binaryOf, dataFolder, type PartPlan } from './plan.ts';

/** The OpenTelemetry Collector with the lab's layers of configuration, and on top the one that COLLECTOR_CONFIG names. */
export const plan: PartPlan = {
  part: 'collector',
  engines: ['collector'],
  prepare: () => mkdirSync(dataFolder('collector'), { recursive: true }),
  command: (state) => ({
    file: binaryOf(state, 'collector'),
    args: collectorArguments([
      ...collectorLayers(state.stack, state.capabilities, state.configs['collector']),
      join(labFiles().faults, faultFiles.collector),
    ]),
    cwd: checkout,
    env: {
      ...baseEnvironment(),
      ...paceOf(state.env),
      GOMEMLIMIT: state.env.COLLECTOR_GOMEMLIMIT,
      OTLP_GRPC_ENDPOINT: `127.0.0.1:${state.env.OTLP_GRPC_PORT}`,
      OTLP_HTTP_ENDPOINT: `127.0.0.1:${state.env.OTLP_HTTP_PORT}`,
      ...(state.env.OTLP_CORS_ORIGINS && { OTLP_CORS_ORIGINS: state.env.OTLP_CORS_ORIGINS }),
      HEALTH_ENDPOINT: `127.0.0.1:${state.env.COLLECTOR_HEALTH_PORT}`,
      TELEMETRY_HOST: '127.0.0.1',
      TELEMETRY_PORT: String(state.env.COLLECTOR_TELEMETRY_PORT),
      SPAN_METRICS_ENDPOINT: `127.0.0.1:${state.env.SPAN_METRICS_PORT}`,
      OTHER_RED_ENDPOINT: `127.0.0.1:${state.env.OTHER_RED_PORT}`,
      OTHER_METRICS_ENDPOINT: `127.0.0.1:${state.env.OTHER_METRICS_PORT}`,
      OTHER_GAUGES_ENDPOINT: `127.0.0.1:${state.env.OTHER_GAUGES_PORT}`,
      INVENTORY_ENDPOINT: `127.0.0.1:${state.env.INVENTORY_PORT}`,
      ...storeEndpoints(state),
      VICTORIALOGS_ENDPOINT: `127.0.0.1:${state.env.VICTORIALOGS_PORT}`,
      QUEUE_DIR: dataFolder('collector'),
      ...(state.capabilities.includes('machine') && machineEnvironment(state)),
    },
  }),
};

/** What the layers of the capability `machine` look at: the disk with the lab's data, and the lab's own processes. */
function machineEnvironment({ env, engines }: LabState): Record<string, string> {
  const programs = Object.entries(engines).flatMap(([name, { path }]) => [name, basename(path)]);
  return {
    LAB_DISK: mountPoint(labFiles().home),
    LAB_PROGRAMS: [...new Set(['node', ...programs])].map((name) => RegExp.escape(name)).join('|'),
    LAB_MARK: processMark(env),
  };
}

/** Where each store takes OTLP (`<STORE>_OTLP_PORT`), or the link to it, and where the relay before its queue listens, if it has one. */
function storeEndpoints(state: LabState): Record<string, string> {
  const ports = new Map(Object.entries(state.env));
  const endpoints = storeNames.flatMap((store) => {
    const name = store.toUpperCase();
    return [
      [`${name}_ENDPOINT`, ports.get(portTo(`${name}_OTLP_PORT` as PortName, partsIn(state)))],
      [`RELAY_${name}_ENDPOINT`, ports.get(`RELAY_${name}_PORT`)],
    ] as const;
  });
  return Object.fromEntries(endpoints.flatMap(([name, port]) => (port ? [[name, `127.0.0.1:${port}`]] : [])));
}
