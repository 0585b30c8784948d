import { join } from 'node:path';
import { checkout } from '../../base/paths.ts';
import type { Capability } from '../../parts/capabilities.ts';
import type { LabEnv } from '../../parts/env-file.ts';
import { type PartName, partNamed, partsOf, type Stack, stacks, storeNames } from '../../parts/parts.ts';
import type { Container } from './containers.ts';
import { partOfService, variableOfPort } from './services.ts';

/** The settings of a lab's containers: ports and address as published, the rest as in `.env`. */
export function settingsOf(containers: readonly Container[], stated: LabEnv): LabEnv {
  const env = { ...stated };
  for (const { service, published } of containers) {
    for (const { inside, address, port } of published) {
      const variable = variableOfPort(service, inside);
      if (!variable) continue;
      env[variable] = port;
      env.BIND_ADDR = address; // one variable in the compose file: the same for all
    }
  }
  return env;
}

/** The folder on this machine whose files tell containers of faults; the checkout's, where none of them mounts one. */
export function faultsFolderOf(containers: readonly Container[]): string {
  const mounts = containers.flatMap(({ mounts }) => mounts);
  return mounts.find(({ target }) => target === faultsTarget)?.source ?? join(checkout, 'faults');
}

/** Where the compose files mount it. */
export const faultsTarget = '/etc/lab/faults';

/** The stack that containers belong to, by the trace stores among them. */
export function stackOf(containers: readonly Container[]): Stack {
  const present = new Set(containers.map((c) => partOfService(c.service)));
  const own = storeNames.filter((store) => !partNamed(store).capability);
  return (
    stacks.find((stack) => own.every((store) => present.has(store) === partsOf(stack, 'docker').includes(store))) ??
    stacks[0]
  );
}

/** The capabilities that are on, by the parts among these containers. */
export function capabilitiesAmong(containers: readonly Container[]): Capability[] {
  const on = containers.flatMap((c) => {
    const part = partOfService(c.service);
    return (part && partNamed(part).capability) ?? [];
  });
  return [...new Set(on)];
}

/** The parts of a lab. An optional part counts only where it has a container: a run without its image leaves it out. */
export function partsAmong(
  containers: readonly Container[],
  capabilities: readonly Capability[] = capabilitiesAmong(containers),
): PartName[] {
  const present = new Set(containers.map((c) => partOfService(c.service)));
  return partsOf(stackOf(containers), 'docker', capabilities).filter(
    (part) => present.has(part) || !partNamed(part).optional,
  );
}
