import { execa } from 'execa';
import type { WindowSet } from '../parts/objectives.ts';
import type { ObjectiveFile } from './objective-file.ts';
import { at, type ReadYaml, wrongFile } from './read-yaml.ts';
import type { AlertWindows } from './windows-file.ts';

/** How often rules are evaluated, and whether the share over the whole period is that of its requests. */
const ways: Record<WindowSet, { interval: object; disableOptimized: boolean }> = {
  lesson: { interval: { default: '2s' }, disableOptimized: true },
  // 30 days of samples are too many to read each minute: the period is the mean of its 5 minutes (docs/adr/051)
  real: { interval: { default: '1m' }, disableOptimized: false },
};

/** Sloth's usual chain of plugins, with settings, and the intervals: without them Prometheus takes its own, a minute. */
const chain = ({ interval, disableOptimized }: (typeof ways)[WindowSet]) => [
  { id: 'sloth.dev/core/validate/v1' },
  { id: 'sloth.dev/core/sli_rules/v1', config: { disableOptimized } },
  { id: 'sloth.dev/core/metadata_rules/v1' },
  { id: 'sloth.dev/core/alert_rules/v1' },
  { id: 'sloth.dev/contrib/rule_intervals/v1', config: { interval } },
];

/** One file of objectives and how its windows are read. `shown` is how an error calls it. */
export type Given = {
  path: string;
  shown: string;
  file: ReadYaml<ObjectiveFile>;
  set: WindowSet;
  windows: AlertWindows;
};

/** The rules that Sloth makes of a file of objectives. Throws a LabError that names the line of what Sloth refuses. */
export async function runSloth(sloth: string, windowsFolder: string, given: Given): Promise<string> {
  const { exitCode, stdout, stderr } = await execa(
    sloth,
    [
      'generate',
      `--input=${given.path}`,
      `--default-slo-period=${given.windows.sloPeriod}`,
      `--slo-period-windows-path=${windowsFolder}`,
      '--disable-default-slo-plugins',
      ...chain(ways[given.set]).map((plugin) => `--slo-plugins=${JSON.stringify(plugin)}`),
      '--no-log',
    ],
    { reject: false },
  );
  if (exitCode === 0) return `${stdout.trim()}\n`;
  throw wrongFile(given.shown, [refusal(stderr, given.file)]);
}

/** Sloth names an objective by service and name, and a query by its kind; within a query Prometheus names its line. */
function refusal(said: string, { value, lineOf }: ReadYaml<ObjectiveFile>): string {
  const error = said.split('\n').findLast((line) => line.startsWith('error:')) ?? said.trim();
  const index = value.slos.findIndex(({ name }) => error.includes(`"${value.service}-${name}"`));
  const [, kind, line = '1'] = /sli (error|total) query expression: (?:(\d+):\d+: )?/.exec(error) ?? [];
  const path = ['slos', Math.max(index, 0), ...(kind ? ['sli', 'events', `${kind}_query`] : [])];
  const reason = error.replace(/^.*?(invalid slo "[^"]*": |generate SLOs: )/, '');
  return at(lineOf(path) + Number(line) - 1, path, reason);
}
