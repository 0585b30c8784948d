import type { LabEnv } from '../../parts/env-file.ts';
import type { PartName, Stack } from '../../parts/parts.ts';
import { partsOf } from '../../parts/stacks.ts';
import type { Container } from './containers.ts';
import { partOfService, portsInside } from './services.ts';

/** The settings that a lab's containers really have: ports and address as published, the rest as `.env` states. */
export function settingsOf(containers: readonly Container[], stated: LabEnv): LabEnv {
  const env = { ...stated };
  for (const { service, published } of containers) {
    const part = partOfService(service);
    for (const { inside, address, port } of published) {
      const variable = part && portsInside[part]?.[inside];
      if (!variable) continue;
      env[variable] = port;
      env.BIND_ADDR = address; // one variable in the compose file: the same for all
    }
  }
  return env;
}

/** The stack that containers belong to, by the trace stores among them. */
export function stackOf(containers: readonly Container[]): Stack {
  const has = (part: PartName) => containers.some((c) => partOfService(c.service) === part);
  if (has('jaeger')) return has('tempo') ? 'both' : 'jaeger';
  return 'tempo';
}

/** The parts of a lab. Grafana and the console count only where they have a container: a run without their image leaves them out. */
export function partsAmong(containers: readonly Container[]): PartName[] {
  const optional: readonly PartName[] = ['grafana', 'console'];
  const present = new Set(containers.map((c) => partOfService(c.service)));
  return partsOf(stackOf(containers), 'docker').filter((part) => present.has(part) || !optional.includes(part));
}
