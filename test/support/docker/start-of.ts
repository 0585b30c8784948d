import { containersOf } from '../../../lab/src/runtime/docker/containers.ts';
import { run } from '../run-command.ts';

/** When the engine started the process of a service's container, as `Date.now()` counts. */
export async function startOf(project: string, service: string): Promise<number> {
  const container = (await containersOf(project)).find((one) => one.service === service)!;
  return Date.parse(await run('docker', ['inspect', '--format', '{{.State.StartedAt}}', container.id]));
}
