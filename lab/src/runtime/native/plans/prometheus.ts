import { baseEnvironment } from '../../../base/base-environment.ts';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prometheusFolder } from '../../../parts/configs.ts';
import { objectivesFolder } from '../../../parts/objectives.ts';
import { nativeTargets } from '../../../parts/scrape.ts';
import { labFiles } from '../../lab-files.ts';
import { type LabState, partsIn } from '../state-file.ts';
import { explainPrometheus } from './explain-prometheus.ts';
import { binaryOf, dataFolder, type PartPlan } from './plan.ts';

const runFolder = () => join(labFiles().run, 'prometheus');

/** What queries may cost: with the defaults, one image tag of a web page makes Prometheus load 1.3 GB. */
export const queryLimits: readonly string[] = ['--query.max-samples=2000000', '--query.max-concurrency=4'];

/** Without the first, exemplars are dropped silently; the others make totals exact (docs/adr/043). */
export const features: readonly string[] = [
  'exemplar-storage',
  'created-timestamp-zero-ingestion',
  'promql-extended-range-selectors',
];

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
    writeFiles(state);
  },
  refresh: (state) => {
    writeFiles(state);
    process.kill(state.processes['prometheus']!.pid, 'SIGHUP'); // it rereads targets by itself, rules only then
  },
  command: (state) => ({
    file: binaryOf(state, 'prometheus'),
    args: [
      `--config.file=${join(runFolder(), 'prometheus.yaml')}`,
      `--storage.tsdb.path=${dataFolder('prometheus')}`,
      `--storage.tsdb.retention.time=${state.env.PROMETHEUS_RETENTION}`,
      `--web.listen-address=127.0.0.1:${state.env.PROMETHEUS_PORT}`,
      `--web.external-url=http://127.0.0.1:${state.env.PROMETHEUS_PORT}`, // else alerts link to this machine's name
      `--enable-feature=${features.join(',')}`,
      '--rules.alert.resend-delay=5s', // default 1 min: Alertmanager would believe a dead Prometheus for 4 min
      '--web.cors.origin=-', // no page of another origin reads answers; the default lets every page
      ...queryLimits,
      '--log.level=warn',
    ],
    cwd: runFolder(),
    env: { ...baseEnvironment(), GOMEMLIMIT: state.env.PROMETHEUS_GOMEMLIMIT, GOGC: '50' }, // a smaller heap for a little more CPU
  }),
  explain: explainPrometheus,
};

/** Rules of the lab's capabilities and the addresses of its parts, beside the configuration. */
function writeFiles(state: LabState): void {
  const { env, stack, capabilities } = state;
  const withAlerts = capabilities.includes('alerts');
  link(join(prometheusFolder, 'rules'), join(runFolder(), 'rules'));
  link(withAlerts && join(prometheusFolder, 'alerts'), join(runFolder(), 'alerts'));
  link(withAlerts && objectivesFolder(env.SLO_WINDOWS), join(runFolder(), 'objectives'));
  const files = nativeTargets(partsIn(state), stack, env);
  for (const [file, targets] of Object.entries(files))
    writeFileSync(join(runFolder(), 'targets', file), `${JSON.stringify(targets, null, 2)}\n`);
}

/** A link to what exists; else nothing is left there. */
function link(target: string | false, at: string): void {
  rmSync(at, { force: true });
  if (target && existsSync(target)) symlinkSync(target, at);
}
