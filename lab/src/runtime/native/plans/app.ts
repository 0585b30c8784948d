import { join } from 'node:path';
import { urlVariable } from '../../../parts/endpoints.ts';
import type { LabEnv } from '../../../parts/env-file.ts';
import { portTo } from '../../../parts/links.ts';
import { paceOf } from '../../../parts/pace.ts';
import { type AppRole, appRoles, partNamed, type PortName, type Worker } from '../../../parts/parts.ts';
import { baseEnvironment } from '../../../base/base-environment.ts';
import { checkout } from '../../../base/paths.ts';
import { faultFiles } from '../../fault-files.ts';
import { labFiles } from '../../lab-files.ts';
import { type LabState, partsIn } from '../state-file.ts';
import { nodeEnvironment, type PartPlan } from './plan.ts';

/** One role of the application: the same code, another ROLE. */
export function appPlan(role: AppRole | Worker): PartPlan {
  return {
    part: role,
    engines: [],
    ...(role === 'executor' && { after: ['gateway', 'orders'] }), // else its first purchases fail, and burn a budget
    command: (state) => ({
      file: process.execPath,
      args: [
        '--max-semi-space-size=2', // the roles use the largest part of the lab's memory
        '--import',
        join(checkout, 'app/src/telemetry/preload.ts'),
        join(checkout, 'app/src/main.ts'),
      ],
      cwd: checkout,
      env: {
        ...baseEnvironment(),
        ...paceOf(state.env),
        LAB_TELEMETRY: state.env.LAB_TELEMETRY,
        LAB_LOGS: state.capabilities.includes('logs') ? 'on' : 'off',
        LOG_LEVEL: state.env.LOG_LEVEL,
        LAB_FLAGS: join(labFiles().faults, faultFiles.flags),
        ...nodeEnvironment(),
        ROLE: role,
        HOST: '127.0.0.1',
        PORT: String(state.env[partNamed(role).ports[0]!.variable]),
        ...peerUrls(state),
        ...(state.capabilities.includes('shop') && shopEnvironment(role, state.env)),
        OTEL_EXPORTER_OTLP_ENDPOINT: urlTo('OTLP_GRPC_PORT', state),
      },
    }),
    readyWithin: 120_000, // with the shop it waits for Kafka, which takes half a minute on a busy machine
    endsWithin: 7_000, // the app takes up to 5 s to export its last spans
  };
}

/** Where the shop's engines are, and as whom a role speaks to them: the observer may only read statistics. */
function shopEnvironment(role: AppRole | Worker, env: LabEnv): Record<string, string> {
  const user = role === 'observer' ? 'observer' : 'shop';
  return {
    POSTGRES_URL: `postgres://${user}@127.0.0.1:${env.POSTGRES_PORT}/shop`,
    KAFKA_BROKERS: `127.0.0.1:${env.KAFKA_PORT}`,
    VALKEY_URL: `redis://${user}@127.0.0.1:${env.VALKEY_PORT}`,
    ...(env.SHOP_SHORTCUT && { SHOP_SHORTCUT: env.SHOP_SHORTCUT }),
    ...(user === 'observer' ? { OBSERVER_PASSWORD: env.OBSERVER_PASSWORD } : { SHOP_PASSWORD: env.SHOP_PASSWORD }),
  };
}

/** The URLs at which a role calls the others. */
function peerUrls(state: LabState): Record<string, string> {
  return Object.fromEntries(
    appRoles.map((role) => [urlVariable(role), urlTo(partNamed(role).ports[0]!.variable, state)]),
  );
}

/** Where a role calls a part: directly, or through the link to it. */
const urlTo = (port: PortName, state: LabState) => `http://127.0.0.1:${state.env[portTo(port, partsIn(state))]}`;
