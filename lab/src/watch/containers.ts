import { z } from 'zod';
import { docker, NoDocker } from '../runtime/docker/docker-command.ts';
import { variablesIn } from './processes.ts';

/** A running container with those of its variables that say where its telemetry goes. */
export type SenderContainer = {
  name: string;
  variables: Record<string, string>;
  networks: string[];
  ownNetwork: boolean;
};

const inspected = z.array(
  z.object({
    Name: z.string(),
    Config: z.object({ Env: z.array(z.string()).nullish(), Labels: z.record(z.string(), z.string()).nullish() }),
    HostConfig: z.object({ NetworkMode: z.string() }),
    NetworkSettings: z.object({ Networks: z.record(z.string(), z.unknown()).nullish() }),
  }),
);

/** The containers that run on this machine and have a variable of OpenTelemetry, without those of this compose project. */
export async function senderContainers(project: string): Promise<SenderContainer[]> {
  try {
    const ids = (await docker(['ps', '--quiet', '--no-trunc'], { limit: 5_000 })).split('\n').filter(Boolean);
    return ids.length === 0
      ? []
      : readSenders(await docker(['inspect', '--type', 'container', ...ids], { limit: 5_000 }), project);
  } catch (error) {
    if (error instanceof NoDocker) return [];
    throw error;
  }
}

/** Reads the JSON of `docker inspect`. */
export function readSenders(json: string, project: string): SenderContainer[] {
  return inspected.parse(JSON.parse(json)).flatMap(({ Name, Config, HostConfig, NetworkSettings }) => {
    const variables = variablesIn((Config.Env ?? []).join('\0'));
    const ours = Config.Labels?.['com.docker.compose.project'] === project;
    if (ours || !Object.keys(variables).some((name) => name.startsWith('OTEL_'))) return [];
    const networks = Object.keys(NetworkSettings.Networks ?? {});
    return [{ name: Name.replace(/^\//, ''), variables, networks, ownNetwork: HostConfig.NetworkMode !== 'host' }];
  });
}
