import { join } from 'node:path';
import { baseEnvironment } from '../../../base/base-environment.ts';
import { checkout } from '../../../base/paths.ts';
import { nodeEnvironment, type PartPlan } from './plan.ts';

/** Synthetic traffic of a made-up shop. */
export const plan: PartPlan = {
  part: 'generator',
  engines: [],
  command: ({ env }) => ({
    file: process.execPath,
    args: ['--max-semi-space-size=2', join(checkout, 'lab/src/generator/main.ts')],
    cwd: checkout,
    env: {
      ...baseEnvironment(),
      ...nodeEnvironment(),
      HOST: '127.0.0.1',
      PORT: String(env.GENERATOR_PORT),
      COLLECTOR_URL: `http://127.0.0.1:${env.OTLP_HTTP_PORT}`,
      GENERATOR_RATE: String(env.GENERATOR_RATE),
    },
  }),
};
