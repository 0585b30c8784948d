import { join } from 'node:path';
import { baseEnvironment } from '../../../base/base-environment.ts';
import { checkout } from '../../../base/paths.ts';
import { nodeEnvironment, type PartPlan } from './plan.ts';

/** What writes the edges of Jaeger's System Architecture into Cassandra, once Jaeger has created the table. */
export const plan: PartPlan = {
  part: 'dependencies',
  engines: [],
  after: ['prometheus', 'cassandra', 'jaeger'],
  command: ({ env }) => ({
    file: process.execPath,
    args: ['--max-semi-space-size=2', join(checkout, 'lab/src/dependencies/main.ts')],
    cwd: checkout,
    env: {
      ...baseEnvironment(),
      ...nodeEnvironment(),
      HOST: '127.0.0.1',
      PORT: String(env.DEPENDENCIES_PORT),
      PROMETHEUS_URL: `http://127.0.0.1:${env.PROMETHEUS_PORT}`,
      CASSANDRA_ENDPOINT: `127.0.0.1:${env.CASSANDRA_PORT}`,
    },
  }),
};
