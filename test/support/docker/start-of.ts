import { run } from '../run-command.ts';

/** When the engine started the process of a service's container, as `Date.now()` counts. */
export async function startOf(project: string, service: string): Promise<number> {
  const filters = [`project=${project}`, `service=${service}`].flatMap((one) => [
    '--filter',
    `label=com.docker.compose.${one}`,
  ]);
  const id = (await run('docker', ['ps', '--quiet', ...filters])).trim();
  return Date.parse(await run('docker', ['inspect', '--format', '{{.State.StartedAt}}', id]));
}
