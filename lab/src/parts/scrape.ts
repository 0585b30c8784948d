import { servicesOf } from './endpoints.ts';
import type { LabEnv } from './env-file.ts';
import { type Part, parts, type PartName, type Stack } from './parts.ts';

/** An entry of Prometheus' file-based discovery. */
export type Target = { targets: string[]; labels: { job: string } };

/** The job of the collector's RED metrics: it keeps the labels as they are exposed. */
const RED = 'span-metrics';

/** Prometheus' targets for native processes of these parts, by the file of discovery that holds them. */
export function nativeTargets(names: readonly PartName[], stack: Stack, env: LabEnv): Record<string, Target[]> {
  return byFile(
    targetsOf(
      parts.filter((part) => names.includes(part.name)),
      stack,
      (port) => [`127.0.0.1:${env[port.variable]}`],
    ),
  );
}

/** The same for containers: Prometheus reaches itself on localhost, everybody else by the name of a service. */
export function containerTargets(some: readonly Part[], stack: Stack): Target[] {
  return targetsOf(some, stack, (port, part) =>
    servicesOf(part, port).map((service) => `${part.kind === 'metrics' ? 'localhost' : service}:${port.inside}`),
  );
}

function targetsOf(
  some: readonly Part[],
  stack: Stack,
  addresses: (port: Part['ports'][number], part: Part) => string[],
): Target[] {
  return some.flatMap((part) =>
    part.ports.flatMap((port) =>
      port.scrape && (port.stacks ?? [stack]).includes(stack)
        ? [{ targets: addresses(port, part), labels: { job: port.scrape.job } }]
        : [],
    ),
  );
}

/** `span-metrics.yaml` and `engines.yaml`, as prometheus.yaml reads them. */
export function byFile(targets: readonly Target[]): Record<string, Target[]> {
  return {
    'span-metrics.yaml': targets.filter(({ labels }) => labels.job === RED),
    'engines.yaml': targets.filter(({ labels }) => labels.job !== RED),
  };
}
