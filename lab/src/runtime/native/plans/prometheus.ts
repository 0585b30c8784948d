import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prometheusFolder } from '../../../parts/configs.ts';
import { partsOf } from '../../../parts/parts.ts';
import { nativeTargets } from '../../../parts/scrape.ts';
import { labFiles } from '../../lab-files.ts';
import { type LabState } from '../state-file.ts';
import { baseEnvironment, binaryOf, dataFolder, type PartPlan } from './plan.ts';

const runFolder = () => join(labFiles().run, 'prometheus');

/** Prometheus on the shared configuration, with this runtime's targets beside a link to it. */
export const plan: PartPlan = {
  part: 'prometheus',
  engines: ['prometheus'],
  prepare: (state) => {
    mkdirSync(join(runFolder(), 'targets'), { recursive: true });
    mkdirSync(dataFolder('prometheus'), { recursive: true });
    link(
      state.configs['prometheus'] ?? join(prometheusFolder, 'prometheus.yaml'),
      join(runFolder(), 'prometheus.yaml'),
    );
    if (existsSync(join(prometheusFolder, 'rules'))) link(join(prometheusFolder, 'rules'), join(runFolder(), 'rules'));
    writeTargets(state);
  },
  refresh: writeTargets,
  command: (state) => ({
    file: binaryOf(state, 'prometheus'),
    args: [
      `--config.file=${join(runFolder(), 'prometheus.yaml')}`,
      `--storage.tsdb.path=${dataFolder('prometheus')}`,
      `--storage.tsdb.retention.time=${state.env.PROMETHEUS_RETENTION}`,
      `--web.listen-address=127.0.0.1:${state.env.PROMETHEUS_PORT}`,
      '--enable-feature=exemplar-storage', // without it exemplars are dropped silently
      '--web.enable-remote-write-receiver', // k6 writes its own metrics here
      '--log.level=warn',
    ],
    cwd: runFolder(),
    env: { ...baseEnvironment(), GOMEMLIMIT: state.env.PROMETHEUS_GOMEMLIMIT, GOGC: '50' }, // a smaller heap for a little more CPU
  }),
};

function writeTargets({ env, stack, capabilities }: LabState): void {
  const files = nativeTargets(partsOf(stack, 'native', capabilities), stack, env);
  for (const [file, targets] of Object.entries(files))
    writeFileSync(join(runFolder(), 'targets', file), `${JSON.stringify(targets, null, 2)}\n`);
}

function link(target: string, at: string): void {
  rmSync(at, { force: true });
  symlinkSync(target, at);
}
