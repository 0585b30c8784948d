import { baseEnvironment } from '../../../base/base-environment.ts';
import { mkdirSync } from 'node:fs';
import { tempoConfig } from '../../../parts/configs.ts';
import { binaryOf, dataFolder, type PartPlan } from './plan.ts';

/** Tempo, one process, blocks on disk. */
export const plan: PartPlan = {
  part: 'tempo',
  engines: ['tempo'],
  prepare: () => mkdirSync(dataFolder('tempo'), { recursive: true }),
  command: (state) => ({
    file: binaryOf(state, 'tempo'),
    args: ['-config.file', state.configs['tempo'] ?? tempoConfig, '-config.expand-env=true'],
    cwd: dataFolder('tempo'),
    env: {
      ...baseEnvironment(),
      GOGC: '50', // a smaller heap for a little more CPU
      GOMEMLIMIT: state.env.TEMPO_GOMEMLIMIT,
      LISTEN_ADDR: '127.0.0.1',
      TEMPO_HTTP_PORT: String(state.env.TEMPO_PORT),
      TEMPO_GRPC_PORT: String(state.env.TEMPO_GRPC_PORT),
      TEMPO_OTLP_ENDPOINT: `127.0.0.1:${state.env.TEMPO_OTLP_PORT}`,
      TEMPO_DATA: dataFolder('tempo'),
    },
  }),
  // 2.8.2 closes its ingester at once, and then often waits for ever on a failure watcher that nothing reads
  endsWithin: 6_000,
};
