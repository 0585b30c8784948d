import { join } from 'node:path';
import { get } from '../../../backends/http.ts';
import { cacheHome, checkout } from '../../../base/paths.ts';
import { ensureConsoleBuilt } from '../../../console/build.ts';
import type { LabState } from '../state-file.ts';
import { baseEnvironment, type PartPlan } from './plan.ts';

/** The lab's own page; it may run the tool's k6. */
export const consolePlan: PartPlan = {
  part: 'console',
  engines: [],
  ports: ['CONSOLE_PORT'],
  provide: async ({ say, signal }) => {
    const path = await ensureConsoleBuilt({ say, signal });
    return { console: { path, origin: 'built', version: '0.1.0' } };
  },
  command: (state) => ({
    file: process.execPath,
    args: ['--max-semi-space-size=2', join(checkout, 'lab/src/console/server/main.ts')],
    cwd: checkout,
    env: {
      ...baseEnvironment(),
      MALLOC_ARENA_MAX: '1',
      NODE_COMPILE_CACHE: join(cacheHome(), 'node-compile-cache'),
      ...consoleEnvironment(state),
    },
  }),
  ready: async ({ env }) => ((await get(`http://127.0.0.1:${env.CONSOLE_PORT}/healthz`)).ok ? true : undefined),
};

/** What docs/console.md lists. */
function consoleEnvironment({ env, stack, engines }: LabState): Record<string, string> {
  const at = (port: number) => `http://127.0.0.1:${port}`;
  return {
    HOST: '127.0.0.1',
    PORT: String(env.CONSOLE_PORT),
    STACK: stack,
    LAB_RUNTIME: 'native',
    GATEWAY_URL: at(env.GATEWAY_PORT),
    ORDERS_URL: at(env.ORDERS_PORT),
    STOCK_URL: at(env.STOCK_PORT),
    COLLECTOR_HEALTH_URL: at(env.COLLECTOR_HEALTH_PORT),
    COLLECTOR_TELEMETRY_URL: `${at(env.COLLECTOR_TELEMETRY_PORT)}/metrics`,
    SPAN_METRICS_URL: `${at(env.SPAN_METRICS_PORT)}/metrics`,
    PROMETHEUS_URL: at(env.PROMETHEUS_PORT),
    ...(stack !== 'jaeger' && { TEMPO_URL: at(env.TEMPO_PORT) }),
    ...(stack !== 'tempo' && { JAEGER_URL: at(env.JAEGER_PORT), CASSANDRA_ADDRESS: `127.0.0.1:${env.CASSANDRA_PORT}` }),
    ...(engines['console'] && { PAGE_DIR: engines['console'].path }),
    ...(engines['k6'] && { K6_PATH: engines['k6'].path, K6_SCRIPT: join(checkout, 'k6-script.js') }),
  };
}
