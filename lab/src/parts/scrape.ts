import { servicesOf } from './endpoints.ts';
import type { LabEnv } from './env-file.ts';
import { type Part, partNamed, parts, type PartName, portsOf, type Stack } from './parts.ts';

/** An entry of Prometheus' file-based discovery. */
export type Target = { targets: string[]; labels: { job: string } };

/** The job of the collector's RED metrics: it keeps the labels as they are exposed. */
const RED = 'span-metrics';

/** Files of discovery for native processes of these parts, by their names in Prometheus' folder `targets`. */
export function nativeTargets(names: readonly PartName[], stack: Stack, env: LabEnv): Record<string, Target[]> {
  const running = names.map((name) => ({ ...partNamed(name), ports: portsOf(name, stack) }));
  const targets = targetsOf(running, (port) => [`127.0.0.1:${env[port.variable]}`]);
  return { 'span-metrics.yaml': targets.filter(isRed), 'engines-lab.yaml': targets.filter((target) => !isRed(target)) };
}

/**
 * The same for containers: the targets of every lab, then one file per store and capability, which its compose file mounts.
 * Prometheus reaches itself on localhost, and every other part by its service name.
 */
export function containerTargets(): Record<string, Target[]> {
  const of = (some: readonly Part[]) =>
    targetsOf(some, (port, part) =>
      servicesOf(part, port).map((service) => `${part.kind === 'metrics' ? 'localhost' : service}:${port.inside}`),
    );
  const always = of(parts.filter((part) => !part.stacks && !part.capability));
  const added = parts.filter((part) => part.stacks ?? part.capability);
  return {
    'span-metrics.yaml': always.filter(isRed),
    'engines-lab.yaml': always.filter((target) => !isRed(target)),
    ...Object.fromEntries(
      Object.entries(Object.groupBy(added, (part) => part.capability ?? part.name))
        .map(([name, some]) => [`engines-${name}.yaml`, of(some!)] as const)
        .filter(([, targets]) => targets.length > 0),
    ),
  };
}

function targetsOf(some: readonly Part[], addresses: (port: Part['ports'][number], part: Part) => string[]): Target[] {
  return some.flatMap((part) =>
    part.ports.flatMap((port) =>
      port.scrape ? [{ targets: addresses(port, part), labels: { job: port.scrape.job } }] : [],
    ),
  );
}

const isRed = ({ labels }: Target) => labels.job === RED;
