import { join } from 'node:path';
import { endpointNamed, endpointsOf, urlVariable } from '../../../parts/endpoints.ts';
import type { LabEnv } from '../../../parts/env-file.ts';
import { paceOf } from '../../../parts/pace.ts';
import { type AppRole, appRoles, partNamed } from '../../../parts/parts.ts';
import { baseEnvironment } from '../../../base/base-environment.ts';
import { checkout } from '../../../base/paths.ts';
import { nodeEnvironment, type PartPlan } from './plan.ts';

/** One role of the application: the same code, another ROLE. */
export function appPlan(role: AppRole): PartPlan {
  return {
    part: role,
    engines: [],
    command: ({ env }) => ({
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
        ...paceOf(env),
        LAB_TELEMETRY: env.LAB_TELEMETRY,
        LOG_LEVEL: env.LOG_LEVEL,
        ...nodeEnvironment(),
        ROLE: role,
        HOST: '127.0.0.1',
        PORT: String(env[partNamed(role).ports[0]!.variable]),
        ...peerUrls(env),
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${env.OTLP_GRPC_PORT}`,
      },
    }),
    endsWithin: 7_000, // the app takes up to 5 s to export its last spans
  };
}

/** The URLs at which a role calls the others. */
function peerUrls(env: LabEnv): Record<string, string> {
  const endpoints = endpointsOf(env, appRoles, 'native');
  return Object.fromEntries(appRoles.map((role) => [urlVariable(role), endpointNamed(endpoints, role)!]));
}
