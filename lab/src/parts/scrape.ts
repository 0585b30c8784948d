import { servicesOf } from './endpoints.ts';
import type { LabEnv } from './env-file.ts';
import { addressInside, portTo } from './links.ts';
import { type Pace, paceOf } from './pace.ts';
import type { Port } from './part.ts';
import { type Part, partNamed, partNames, parts, type PartName, portsOf, type Stack } from './parts.ts';

/** An entry of Prometheus' file-based discovery. */
export type Target = { targets: string[]; labels: { job: string } & Record<string, string> };

/** An entry of the file that says where alerts go. */
export type Receiver = { targets: string[]; labels: Record<string, never> };

const alertmanagersFile = 'alertmanagers.yaml';

/** Jobs that scrape what other services make: RED metrics, and what they send. */
export const jobsOfOthers: readonly string[] = ['span-metrics-others', 'other-services'];

/** Jobs with a scrape configuration of their own, which reads the file of that name. */
const apart = ['span-metrics', ...jobsOfOthers];

/** Files of discovery for native processes of these parts, by their names in Prometheus' folder `targets`. */
export function nativeTargets(
  names: readonly PartName[],
  stack: Stack,
  env: LabEnv,
): Record<string, (Target | Receiver)[]> {
  const running = names.map((name) => ({ ...partNamed(name), ports: portsOf(name, stack) }));
  const targets = targetsOf(running, paceOf(env), (port) => [`127.0.0.1:${env[portTo(port.variable, names)]}`]);
  const alertmanagers = running.filter(isAlertmanager).map(({ ports }) => `127.0.0.1:${env[ports[0]!.variable]}`);
  return {
    ...apartFrom(targets),
    'engines-lab.yaml': targets.filter(isEngine),
    ...(alertmanagers.length > 0 && { [alertmanagersFile]: [{ targets: alertmanagers, labels: {} }] }),
  };
}

/**
 * The same for containers: the targets of every lab, then one file per store and capability, which its compose file mounts.
 * Prometheus reaches itself on localhost, and every other part by its service name.
 */
export function containerTargets(): Record<string, (Target | Receiver)[]> {
  const of = (some: readonly Part[], pace = paceOf({ LAB_LIVE: '' })) =>
    targetsOf(some, pace, (port, part) =>
      servicesOf(part, port).map((service) => `${part.kind === 'metrics' ? 'localhost' : service}:${port.inside}`),
    );
  const everyLab = parts.filter((part) => !part.stacks && !part.capability);
  const always = of(everyLab);
  const added = parts.filter((part) => (part.stacks ?? part.capability) && part.runtimes?.includes('docker') !== false);
  const live = of(everyLab, paceOf({ LAB_LIVE: '1' }));
  const red = (targets: readonly Target[]) => apartFrom(targets)['span-metrics.yaml']!;
  return {
    ...apartFrom(always),
    'span-metrics-live.yaml': red(live),
    'span-metrics-network.yaml': red(always).map(throughLink),
    'span-metrics-network-live.yaml': red(live).map(throughLink),
    'engines-lab.yaml': always.filter(isEngine),
    ...Object.fromEntries(
      Object.entries(Object.groupBy(added, (part) => part.capability ?? part.name))
        .map(([name, some]) => [`engines-${name}.yaml`, of(some!)] as const)
        .filter(([, targets]) => targets.length > 0),
    ),
    [alertmanagersFile]: added
      .filter(isAlertmanager)
      .map((part) => ({ targets: [`${part.name}:${part.ports[0]!.inside}`], labels: {} })),
  };
}

function targetsOf(
  some: readonly Part[],
  pace: Pace,
  addresses: (port: Part['ports'][number], part: Part) => string[],
): Target[] {
  return some.flatMap((part) =>
    part.ports.flatMap((port) =>
      port.scrape ? [{ targets: addresses(port, part), labels: labelsOf(port.scrape, pace) }] : [],
    ),
  );
}

/** The target of the RED metrics at the link to it. */
const throughLink = ({ labels }: Target): Target => ({
  targets: [addressInside(portTo('SPAN_METRICS_PORT', partNames))],
  labels,
});

const isAlertmanager = ({ kind }: Pick<Part, 'kind'>) => kind === 'alerts';

const isEngine = ({ labels }: Target) => !apart.includes(labels.job);

const apartFrom = (targets: readonly Target[]): Record<string, Target[]> =>
  Object.fromEntries(apart.map((job) => [`${job}.yaml`, targets.filter(({ labels }) => labels.job === job)]));

/** Prometheus reads path and interval from labels of its own, which do not reach the series. */
function labelsOf({ job, path, every }: NonNullable<Port['scrape']>, pace: Pace): Target['labels'] {
  const interval = every && pace[every];
  return {
    job,
    ...(path && { __metrics_path__: path }),
    ...(interval && { __scrape_interval__: interval, __scrape_timeout__: interval }),
  };
}
