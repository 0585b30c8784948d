import { type Capability, overlayFile } from '../../parts/capabilities.ts';
import { isPublished, servicesOf } from '../../parts/endpoints.ts';
import { type PartName, type PortName, parts, type Stack, titleOf } from '../../parts/parts.ts';

/** The part that a service is; undefined for the guard, the probes and k6. */
export function partOfService(service: string): PartName | undefined {
  return parts.find((part) => servicesOf(part).includes(service))?.name;
}

/** Name of the service whose healthcheck probes this one, because its own image has no tool for it. */
export function probeOf(service: string): string {
  return `${service}-ready`;
}

/** The service of a container that Compose named `<project>-<service>-<number>`. */
export function serviceInName(project: string, name: string): string | undefined {
  return name.startsWith(`${project}-`) ? /^(.+)-\d+$/.exec(name.slice(project.length + 1))?.[1] : undefined;
}

/** What people call a service. */
export function titleOfService(service: string | undefined): string {
  const part = service && partOfService(service);
  return part ? titleOf(part) : (service ?? 'a service');
}

/** The compose file of a stack, complete by itself, from the root of the checkout. */
export function composeFile(stack: Stack): string {
  return stack === 'tempo' ? 'docker-compose.yaml' : `docker-compose.${stack}.yaml`;
}

/** The compose files of a lab, from the root of the checkout: the stack's, then one for each capability. */
export function composeFiles(stack: Stack, capabilities: readonly Capability[]): string[] {
  return [composeFile(stack), ...capabilities.map(overlayFile)];
}

/** The variable in `.env` for a port that a service publishes; `inside` is its number in the container. */
export function variableOfPort(service: string, inside: number): PortName | undefined {
  const part = parts.find((one) => servicesOf(one).includes(service));
  return part?.ports.find((port) => isPublished(port) && port.inside === inside)?.variable;
}
