import { join } from 'node:path';
import { get } from '../../../backends/http.ts';
import type { PortName } from '../../../parts/env-file.ts';
import type { Role } from '../../../parts/parts.ts';
import { cacheHome, checkout } from '../../../base/paths.ts';
import { baseEnvironment, type PartPlan } from './plan.ts';

const portOf: Record<Role, PortName> = { gateway: 'GATEWAY_PORT', orders: 'ORDERS_PORT', stock: 'STOCK_PORT' };

/** One role of the application: the same code, another ROLE. */
export function appPlan(role: Role): PartPlan {
  return {
    part: role,
    engines: [],
    ports: [portOf[role]],
    command: ({ env }) => ({
      file: process.execPath,
      args: [
        '--max-semi-space-size=2', // three of these are the largest part of the lab's memory
        '--import',
        join(checkout, 'app/src/telemetry/preload.ts'),
        join(checkout, 'app/src/main.ts'),
      ],
      cwd: checkout,
      env: {
        ...baseEnvironment(),
        LAB_TELEMETRY: env.LAB_TELEMETRY,
        LOG_LEVEL: env.LOG_LEVEL,
        MALLOC_ARENA_MAX: '1',
        NODE_COMPILE_CACHE: join(cacheHome(), 'node-compile-cache'), // starts in 0.6 s instead of 1.5 s
        ROLE: role,
        HOST: '127.0.0.1',
        PORT: String(env[portOf[role]]),
        ORDERS_URL: `http://127.0.0.1:${env.ORDERS_PORT}`,
        STOCK_URL: `http://127.0.0.1:${env.STOCK_PORT}`,
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${env.OTLP_GRPC_PORT}`,
      },
    }),
    ready: async ({ env }) => ((await get(`http://127.0.0.1:${env[portOf[role]]}/readyz`)).ok ? true : undefined),
    endsWithin: 7_000, // the app gives its last spans 5 s
  };
}
