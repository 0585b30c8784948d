import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Prometheus } from '../../../backends/prometheus.ts';
import { prometheusFolder } from '../../../parts/configs.ts';
import { partsOf } from '../../../parts/stacks.ts';
import { labFiles } from '../../lab-files.ts';
import { type LabState } from '../state-file.ts';
import { baseEnvironment, binaryOf, dataFolder, type PartPlan } from './plan.ts';

const runFolder = () => join(labFiles().run, 'prometheus');

/** Prometheus on the shared configuration, with this runtime's targets beside a link to it. */
export const prometheusPlan: PartPlan = {
  part: 'prometheus',
  engines: ['prometheus'],
  ports: ['PROMETHEUS_PORT'],
  prepare: (state) => {
    mkdirSync(join(runFolder(), 'targets'), { recursive: true });
    mkdirSync(dataFolder('prometheus'), { recursive: true });
    link(
      state.configs['prometheus'] ?? join(prometheusFolder, 'prometheus.yaml'),
      join(runFolder(), 'prometheus.yaml'),
    );
    if (existsSync(join(prometheusFolder, 'rules'))) link(join(prometheusFolder, 'rules'), join(runFolder(), 'rules'));
    for (const [file, targets] of Object.entries(targetFiles(state))) {
      writeFileSync(join(runFolder(), 'targets', file), `${JSON.stringify(targets, null, 2)}\n`);
    }
  },
  command: (state) => ({
    file: binaryOf(state, 'prometheus'),
    args: [
      `--config.file=${join(runFolder(), 'prometheus.yaml')}`,
      `--storage.tsdb.path=${dataFolder('prometheus')}`,
      '--storage.tsdb.retention.time=15d',
      `--web.listen-address=127.0.0.1:${state.env.PROMETHEUS_PORT}`,
      '--enable-feature=exemplar-storage', // without it exemplars vanish silently
      '--web.enable-remote-write-receiver', // k6 writes its own metrics here
      '--log.level=warn',
    ],
    cwd: runFolder(),
    env: { ...baseEnvironment(), GOGC: '50' }, // a smaller heap for a little more CPU
  }),
  ready: async ({ env }) =>
    (await new Prometheus(`http://127.0.0.1:${env.PROMETHEUS_PORT}`).hasScraped()) ? true : undefined,
};

function targetFiles({ env, stack }: LabState) {
  const job = (name: string, port: number) => ({ targets: [`127.0.0.1:${port}`], labels: { job: name } });
  const parts = partsOf(stack, 'native');
  return {
    'span-metrics.yaml': [{ targets: [`127.0.0.1:${env.SPAN_METRICS_PORT}`] }],
    'engines.yaml': [
      job('otel-collector', env.COLLECTOR_TELEMETRY_PORT),
      job('prometheus', env.PROMETHEUS_PORT),
      ...(parts.includes('tempo') ? [job('tempo', env.TEMPO_PORT)] : []),
      ...(parts.includes('jaeger') ? [job('jaeger', env.JAEGER_TELEMETRY_PORT)] : []),
    ],
  };
}

function link(target: string, at: string): void {
  rmSync(at, { force: true });
  symlinkSync(target, at);
}
