import type { LabEnv } from './env-file.ts';
import type { Port } from './part.ts';
import {
  type AppRole,
  type Endpoints,
  type Guest,
  parts,
  type Part,
  type PartName,
  type RuntimeName,
  partNamed,
} from './parts.ts';

/** Endpoints of a lab with these settings and parts, as reached from this machine; only those whose port is known. */
export function endpointsOf(
  env: Pick<LabEnv, 'BIND_ADDR'> & Partial<LabEnv>,
  names: readonly PartName[],
  runtime: RuntimeName,
): Endpoints {
  const host = runtime === 'native' ? '127.0.0.1' : reachable(env.BIND_ADDR); // processes listen on loopback alone
  return collect(names, (port) => {
    const number = env[port.variable];
    if (!number || (runtime === 'docker' && !isPublished(port))) return undefined;
    return `${port.onLoopback ? '127.0.0.1' : host}:${number}`;
  });
}

/** The same as containers of the lab reach them, by the names of their compose services. */
export function endpointsInside(names: readonly PartName[]): Endpoints {
  return collect(names, (port, part) => port.inside && `${servicesOf(part, port)[0]}:${port.inside}`);
}

/** The URL where a person looks at a part; undefined for a part without a page or API of its own. */
export function pageOf(endpoints: Endpoints, name: PartName): string | undefined {
  const { page } = partNamed(name);
  return page === undefined ? undefined : endpointNamed(endpoints, page);
}

/** An endpoint by a name from the parts table; undefined where this lab has none. */
export function endpointNamed(endpoints: Endpoints, name: string): string | undefined {
  return (endpoints as Record<string, string | undefined>)[name];
}

/** The variable that tells the application where a role answers, such as STOCK_URL: app/src/roles/role.ts reads it. */
export function urlVariable(role: AppRole): string {
  return `${role.toUpperCase().replaceAll('-', '_')}_URL`;
}

/** The variable of the compose file that tells a guest whom `/chain` calls next, such as GUEST_FLASK_NEXT. */
export function nextVariable(guest: Guest): string {
  return `${guest.toUpperCase().replaceAll('-', '_')}_NEXT`;
}

/** The compose services of a part, or those that open one of its ports. */
export function servicesOf(part: Part, port?: Port): readonly string[] {
  return port?.services ?? part.services ?? [part.name];
}

/** Whether Docker publishes a port on this machine. */
export function isPublished(port: Port): boolean {
  return port.inside !== undefined && !port.private;
}

function collect(
  names: readonly PartName[],
  addressOf: (port: Part['ports'][number], part: Part) => string | number | undefined,
): Endpoints {
  const found: Record<string, string> = {};
  for (const part of parts.filter(({ name }) => names.includes(name))) {
    for (const port of part.ports) {
      const address = port.endpoint && addressOf(port, part);
      if (!address) continue;
      found[port.endpoint!] = port.speaks ? String(address) : `http://${address}${port.path ?? ''}`;
    }
  }
  return found as Endpoints;
}

/** The address at which this machine reaches a listener: a wildcard address becomes loopback. */
function reachable(address: string): string {
  const host = address.includes(':') ? `[${address}]` : address;
  return { '0.0.0.0': '127.0.0.1', '[::]': '[::1]' }[host] ?? host;
}
