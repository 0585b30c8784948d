import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { docker } from './docker-command.ts';

const bindings = z
  .record(z.string(), z.array(z.object({ HostIp: z.string(), HostPort: z.string() })).nullable())
  .nullish();

/** The parts of `docker inspect` that the lab needs. */
const inspected = z.object({
  Id: z.string(),
  Name: z.string(),
  State: z.object({
    Status: z.enum(['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead']),
    ExitCode: z.number(),
    OOMKilled: z.boolean(),
    Error: z.string().optional(),
    Health: z
      .object({ Status: z.string(), Log: z.array(z.object({ ExitCode: z.number(), Output: z.string() })).nullish() })
      .nullish(),
  }),
  HostConfig: z.object({ PortBindings: bindings }),
  NetworkSettings: z.object({ Ports: bindings }),
  Mounts: z.array(z.object({ Source: z.string().optional(), Destination: z.string() })).nullish(),
  Config: z.object({ Image: z.string(), Labels: z.record(z.string(), z.string()) }),
});

/** A published port: the address on this machine for a port of the container. */
export type Published = { inside: number; address: string; port: number };

/** One container of a compose project. */
export type Container = {
  id: string;
  name: string;
  project: string;
  service: string;
  /** The compose files it was made from. */
  files: string[];
  image: string;
  /** Made by our tests under upstream's name, where upstream's image could not be pulled. */
  standIn: boolean;
  state: z.infer<typeof inspected>['State']['Status'];
  exitCode: number;
  outOfMemory: boolean;
  error: string;
  health?: 'starting' | 'healthy' | 'unhealthy';
  /** Output of the last failed healthcheck. */
  healthSaid: string;
  published: Published[];
  /** Files, folders and volumes of this machine that it has, and where. */
  mounts: { source: string; target: string }[];
};

/** Reads the JSON of `docker inspect`. */
export function readContainers(json: string): Container[] {
  return z
    .array(inspected)
    .parse(JSON.parse(json))
    .map(({ Id, Name, State, HostConfig, NetworkSettings, Mounts, Config }): Container => {
      const health = State.Health?.Status;
      const failed = State.Health?.Log?.findLast((check) => check.ExitCode !== 0);
      return {
        id: Id,
        name: Name.replace(/^\//, ''),
        project: Config.Labels['com.docker.compose.project'] ?? '',
        service: Config.Labels['com.docker.compose.service'] ?? '',
        files: (Config.Labels['com.docker.compose.project.config_files'] ?? '').split(',').filter(Boolean),
        image: Config.Image,
        standIn: 'span-metrics-lab.stand-in' in Config.Labels,
        state: State.Status,
        exitCode: State.ExitCode,
        outOfMemory: State.OOMKilled,
        error: State.Error ?? '',
        ...((health === 'starting' || health === 'healthy' || health === 'unhealthy') && { health }),
        healthSaid: failed?.Output.trim() ?? '',
        published: publishedOf(HostConfig.PortBindings, NetworkSettings.Ports),
        mounts: (Mounts ?? []).flatMap(({ Source, Destination }) =>
          Source ? [{ source: Source, target: Destination }] : [],
        ),
      };
    });
}

/** A requested port is known even while its container is stopped; one that Docker chose (port 0) only while it runs. */
function publishedOf(asked: z.infer<typeof bindings>, actual: z.infer<typeof bindings>): Published[] {
  return Object.entries(asked ?? {}).flatMap(([key, hosts]) => {
    const host = hosts?.find((h) => Number(h.HostPort) > 0) ?? actual?.[key]?.[0];
    return host
      ? [{ inside: Number.parseInt(key, 10), address: host.HostIp || '0.0.0.0', port: Number(host.HostPort) }]
      : [];
  });
}

/** Every container of a compose project, ended ones too; one-off containers (`compose run`) not. */
export async function containersOf(project: string): Promise<Container[]> {
  const ids = await docker([
    'ps',
    '--all',
    '--no-trunc',
    '--quiet',
    '--filter',
    `label=com.docker.compose.project=${project}`,
    '--filter',
    'label=com.docker.compose.oneoff=False',
  ]);
  return inspect(ids.split('\n').filter(Boolean));
}

/** The containers with these ids; one that was removed meanwhile is left out. */
async function inspect(ids: readonly string[]): Promise<Container[]> {
  if (ids.length === 0) return [];
  try {
    return readContainers(await docker(['inspect', '--type', 'container', ...ids]));
  } catch (error) {
    if (ids.length === 1) return [];
    if (!/no such/i.test(String(error))) throw error;
    return (await Promise.all(ids.map((id) => inspect([id])))).flat();
  }
}

/** Lets paused containers go on: Docker neither starts nor stops them. */
export async function unpause(containers: readonly Container[]): Promise<void> {
  const paused = containers.filter((c) => c.state === 'paused');
  if (paused.length > 0) await docker(['unpause', ...paused.map((c) => c.id)]);
}

/** Names of the containers that publish a port on this machine; undefined if none does, or no engine answers. */
export async function publisherOf(port: number): Promise<string | undefined> {
  const names = await docker(['ps', '--filter', `publish=${port}`, '--format', '{{.Names}}']).catch(() => '');
  return names ? `container ${names.split('\n').join(', ')}` : undefined;
}

/** Names of the compose projects that were started from compose files in this folder. */
export async function projectsFrom(folder: string): Promise<string[]> {
  const format = '{{.Label "com.docker.compose.project"}}\t{{.Label "com.docker.compose.project.config_files"}}';
  const listed = await docker(['ps', '--all', '--filter', 'label=com.docker.compose.project', '--format', format], {
    limit: 5_000,
  });
  const ours = listed.split('\n').flatMap((line) => {
    const [project = '', files = ''] = line.split('\t');
    return comesFrom(folder, files.split(',')) ? [project] : [];
  });
  return [...new Set(ours)];
}

/** Whether compose files are in this folder, through any path that leads to it. */
export function comesFrom(folder: string, files: readonly string[]): boolean {
  return files.some((file) => file !== '' && real(dirname(file)) === real(folder));
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path; // its checkout was removed
  }
}
