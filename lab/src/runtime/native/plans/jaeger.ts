import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { jaegerConfig, jaegerStartPage } from '../../../parts/configs.ts';
import { LabError } from '../../../base/lab-error.ts';
import type { LabState } from '../state-file.ts';
import { refuseStrangeCassandra } from '../../engines/cassandra/refuse-strange-cassandra.ts';
import { binaryOf, dataFolder, type PartPlan } from './plan.ts';
import { baseEnvironment } from '../../../base/base-environment.ts';
import { checkout } from '../../../base/paths.ts';

/** Jaeger, both roles in one process. It exits at once if Cassandra does not answer, so it starts after it. */
export const plan: PartPlan = {
  part: 'jaeger',
  engines: ['jaeger'],
  after: ['cassandra'],
  prepare: async (state) => {
    refuseUselessUi(state);
    await refuseStrangeCassandra(
      { host: '127.0.0.1', port: state.env.CASSANDRA_PORT },
      { config: configOf(state), data: dataFolder('cassandra') },
    );
  },
  command: (state) => ({
    file: binaryOf(state, 'jaeger'),
    args: ['--config', configOf(state)],
    cwd: checkout,
    env: {
      ...baseEnvironment(),
      GOMEMLIMIT: state.env.JAEGER_GOMEMLIMIT,
      CASSANDRA_ENDPOINT: `127.0.0.1:${state.env.CASSANDRA_PORT}`,
      PROMETHEUS_URL: `http://127.0.0.1:${state.env.PROMETHEUS_PORT}`,
      JAEGER_OTLP_ENDPOINT: `127.0.0.1:${state.env.JAEGER_OTLP_PORT}`,
      JAEGER_HTTP_ENDPOINT: `127.0.0.1:${state.env.JAEGER_PORT}`,
      JAEGER_GRPC_ENDPOINT: '127.0.0.1:0', // unused here: any free port
      HEALTH_ENDPOINT: `127.0.0.1:${state.env.JAEGER_HEALTH_PORT}`,
      TELEMETRY_HOST: '127.0.0.1',
      TELEMETRY_PORT: String(state.env.JAEGER_TELEMETRY_PORT),
      JAEGER_UI_DIR: uiFolder(state),
    },
  }),
  explain: (lastLog) =>
    /authentication required|password are incorrect/i.test(lastLog)
      ? {
          expected: 'a user and password that Cassandra accepts',
          cause:
            'Cassandra requires a login (its authenticator is not AllowAllAuthenticator), and refuses the one that Jaeger sends',
          next: 'set connection.auth.basic.username and password in jaeger/, or authenticator in engines/cassandra/cassandra.yaml',
        }
      : undefined,
  readyWithin: 90_000, // it creates 16 tables in an empty Cassandra
  endsWithin: 10_000,
};

function configOf(state: LabState): string {
  return state.configs['jaeger'] ?? jaegerConfig;
}

function uiFolder(state: LabState): string {
  return state.configs['jaeger-ui'] ?? jaegerStartPage;
}

function refuseUselessUi(state: LabState): void {
  const file = join(uiFolder(state), 'index.html');
  if (existsSync(file)) return;
  throw new LabError({
    what: "JAEGER_UI_DIR does not contain a build of Jaeger's UI.",
    expected: file,
    found: existsSync(uiFolder(state)) ? 'a folder without it' : 'no such folder',
    next: 'see docs/jaeger.md for where to get one, or start without JAEGER_UI_DIR',
  });
}
