import { join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { type Capability, withMore } from '../../parts/capabilities.ts';
import { asVariables, readLabEnv } from '../../parts/env-file.ts';
import { LabError } from '../../base/lab-error.ts';
import { partNamed, type PartName, titleOf, type Stack } from '../../parts/parts.ts';
import { checkout } from '../../base/paths.ts';
import { chosenConfigs, configFiles } from '../config-files.ts';
import { layFaultFiles } from '../fault-files.ts';
import { labFiles } from '../lab-files.ts';
import type { Lab } from '../lab.ts';
import { withLabLock } from '../lab-lock.ts';
import { refuseTakenPorts, variableOf } from '../taken-ports.ts';
import type { UpOptions } from '../up-options.ts';
import { compose, composeArguments, composeOptions, type ComposeProject } from './compose-project.ts';
import { comesFrom, type Container, containersOf, publisherOf, unpause } from './containers.ts';
import { culpritOf } from './culprit.ts';
import { docker } from './docker-command.ts';
import { DockerLab, lastLogLines, takeDown } from './docker-lab.ts';
import { nextGuests } from './next-guests.ts';
import { stateOfPart } from './part-state.ts';
import { ComposeProgress } from './progress.ts';
import { refusePrivateFiles } from './refuse-private-files.ts';
import { refusePublicPorts } from './refuse-public-ports.ts';
import { composeFiles, partOfService, probeOf, titleOfService } from './services.ts';
import { capabilitiesAmong, partsAmong, stackOf } from './settings.ts';

/** Options of the Docker runtime only. The tool takes `pull` from LAB_DOCKER_PULL and `without` from LAB_DOCKER_WITHOUT. */
export type DockerOptions = {
  /** Name of the compose project; by default COMPOSE_PROJECT_NAME or the file's own. */
  project?: string;
  /** When to pull images, as `docker compose up --pull`. */
  pull?: string;
  /** Services that are left out because their images are not available. */
  without?: readonly string[];
  /** On top of the lab's settings for every `docker compose`. */
  environment?: Record<string, string>;
};

/**
 * Starts every container with `docker compose up --wait`, builds and pulls included, and waits until each is usable.
 * On failure it names the culprit, and ends what this call started unless some containers were already running.
 */
export function dockerUp(options: UpOptions, about: DockerOptions = {}): Promise<Lab> {
  return withLabLock(() => bringUp(options, { ...fromShell(), ...about }));
}

async function bringUp(options: UpOptions, about: DockerOptions): Promise<Lab> {
  const { stack, say, signal } = options;
  const env = options.env ?? readLabEnv({ runtime: 'docker', say });
  refusePublicPorts(env.BIND_ADDR);
  const environment: Record<string, string> = {
    ...configVariables(options),
    LAB_DOCKER_WITHOUT: (about.without ?? []).join(','), // the console must not wait for these
    ...nextGuests(about.without ?? []),
    LAB_FAULTS_DIR: labFiles().faults,
    ...about.environment,
  };
  const base: ComposeProject = {
    name: about.project,
    files: filesOf(stack, []),
    environment: { ...asVariables(env), ...environment },
  };
  const ofStack = await readConfig(base);
  const { name } = ofStack;
  const before = await containersOf(name);
  layFaultFiles(labFiles().faults, { keep: before.some(isUp) });
  const capabilities = withMore(capabilitiesAmong(before), options.capabilities);
  if (capabilities.includes('logs')) Object.assign(environment, { LAB_LOGS: 'on', LAB_GUEST_LOGS: 'otlp' });
  const project = {
    name,
    files: filesOf(stack, capabilities),
    environment: { ...base.environment, ...environment },
  };
  const config = capabilities.length > 0 ? await readConfig(project) : ofStack;
  refusePrivateFiles(config.mounted);
  const services = Object.keys(config.services).filter((service) => !about.without?.includes(service));
  for (const service of about.without ?? []) if (service in config.services) say(`${service} is left out`);

  refuseOther(before, stack, capabilities, name);
  const running = new Set(before.filter(isUp).map((c) => c.service));
  if (running.size > 0) {
    tellMissing(before, services, say);
    await restartBroken(before, say);
  }
  await refuseTakenPorts(
    services
      .filter((service) => !running.has(service))
      .flatMap((service) => config.services[service]!.map((port) => ({ who: titleOfService(service), ...port }))),
    env,
    publisherOf,
  );

  const args = [
    'up',
    '--detach',
    '--wait',
    '--build',
    ...(about.pull ? ['--pull', about.pull] : []),
    ...(about.without?.length ? services : []),
  ];
  const progress = new ComposeProgress(project.name, services);
  const upping = execa('docker', composeArguments(project, args), {
    ...composeOptions(project),
    all: true,
    ...(signal && { cancelSignal: signal, forceKillAfterDelay: 10_000 }),
  });
  for await (const line of upping.iterable({ from: 'all' })) {
    const news = progress.read(String(line));
    if (news) say(news);
  }
  const result = await upping;
  const containers = await containersOf(project.name);
  if (!result.failed) return new DockerLab(containers, environment, env);

  const failure = signal?.aborted
    ? undefined
    : await culpritOf({
        project: project.name,
        printed: result.all,
        exitCode: result.exitCode,
        containers,
        variableOf: (port) => variableOf(env, port),
        lastLog: lastLogLines,
      });
  const end = running.size > 0 ? 'Containers that were already running were left running.' : await endAgain(project);
  if (!failure) throw signal!.reason;
  throw new LabError({ ...failure, after: result.durationMs / 1000, end });
}

function filesOf(stack: Stack, capabilities: readonly Capability[]): string[] {
  return composeFiles(stack, capabilities).map((file) => join(checkout, file));
}

async function endAgain(project: ComposeProject): Promise<string> {
  return takeDown(project, { volumes: false }).then(
    () => 'Everything that was started has been ended again.',
    (failed: Error) => failed.message,
  );
}

/** A project of this name may belong to another stack or another checkout, or be this one, already up. */
function refuseOther(
  before: readonly Container[],
  stack: Stack,
  capabilities: readonly Capability[],
  project: string,
): void {
  const running = before.filter(isUp);
  const strange = before.find((c) => !comesFrom(checkout, c.files));
  if (strange) {
    throw new LabError({
      what: `The compose project ${project} belongs to another checkout.`,
      expected: `containers from ${checkout}`,
      found: `${strange.name} from ${strange.files.join(', ') || 'unknown files'}`,
      next: 'COMPOSE_PROJECT_NAME=second npm start, with other ports',
      end: 'Nothing was changed.',
    });
  }
  if (running.length === 0) return;
  const up = stackOf(before);
  const complete = partsAmong(before, capabilities).every((part) => isUsable(before, part));
  if (up === stack && !complete) return;
  throw new LabError({
    what: 'A lab is already up.',
    expected: 'no running lab',
    found: `the ${up} stack, as compose project ${project}`,
    next: up === stack ? 'npm run status, or: npm stop' : `npm stop && npm start -- --stack ${stack}`,
    end: 'Nothing was changed.',
  });
}

function tellMissing(before: readonly Container[], services: readonly string[], say: (line: string) => void): void {
  const due = new Set(services.flatMap((service) => partOfService(service) ?? []));
  const missing = [...due].filter((part) => !isUsable(before, part)).map((part) => titleOf(part));
  say(`The lab is up without ${missing.join(', ')}: starting what is missing.`);
}

/** Whether a container has its ports; a paused one has. */
function isUp({ state }: Container): boolean {
  return state === 'running' || state === 'paused';
}

/**
 * Restarts parts that run but do not work, which `docker compose up` leaves alone, with the probes that say so. A store
 * whose database does not run may only lack that one.
 */
async function restartBroken(before: readonly Container[], say: (line: string) => void): Promise<void> {
  const stateOf = (part: PartName) => stateOfPart(part, before).state;
  const databasesOf = (part: PartName) =>
    partsAmong(before).filter(
      (other) => partNamed(other).kind === 'database' && partNamed(part).feeds.some(({ to }) => to === other),
    );
  const broken = partsAmong(before).filter(
    (part) => stateOf(part) === 'unhealthy' && databasesOf(part).every((database) => stateOf(database) === 'running'),
  );
  const own = before.filter((c) => broken.some((part) => partOfService(c.service) === part));
  if (own.length === 0) return;
  say(`${broken.map(titleOf).join(', ')}: runs but does not work, and is started anew.`);
  await unpause(own);
  const probes = before.filter(
    (c) => c.state === 'running' && own.some(({ service }) => c.service === probeOf(service)),
  );
  await docker(['restart', ...[...own, ...probes].map((c) => c.id)], { limit: 120_000 });
}

function isUsable(containers: readonly Container[], part: PartName): boolean {
  return stateOfPart(part, containers).state === 'running';
}

const composeConfig = z.object({
  name: z.string(),
  services: z.record(
    z.string(),
    z.object({
      ports: z.array(z.object({ host_ip: z.string().optional(), published: z.coerce.number().optional() })).nullish(),
      volumes: z.array(z.object({ type: z.string(), source: z.string().optional() })).nullish(),
    }),
  ),
});

/** A project as Compose fills it in: its name, the wanted ports of each service, the mounted files. Services of profiles are not among them. */
async function readConfig(project: ComposeProject): Promise<{
  name: string;
  services: Record<string, { address: string; port: number }[]>;
  mounted: string[];
}> {
  const { name, services } = composeConfig.parse(JSON.parse(await compose(project, ['config', '--format', 'json'])));
  const portsOf = (ports: { host_ip?: string | undefined; published?: number | undefined }[]) =>
    ports.flatMap(({ host_ip, published }) => (published ? [{ address: host_ip ?? '0.0.0.0', port: published }] : []));
  const volumes = Object.values(services).flatMap((service) => service.volumes ?? []);
  return {
    name,
    services: Object.fromEntries(
      Object.entries(services).map(([service, { ports }]) => [service, portsOf(ports ?? [])]),
    ),
    mounted: volumes.flatMap(({ type, source }) => (type === 'bind' && source ? [source] : [])),
  };
}

/** The custom files, as variables of the compose files. */
function configVariables(options: Pick<UpOptions, 'stack' | 'configs'>): Record<string, string> {
  const chosen = Object.entries(chosenConfigs(options, 'docker'));
  return Object.fromEntries(chosen.map(([name, path]) => [configFiles[name]!.variable, path]));
}

function fromShell(): DockerOptions {
  const { LAB_DOCKER_PULL: pull, LAB_DOCKER_WITHOUT: without } = process.env;
  return { ...(pull && { pull }), ...(without && { without: without.split(',') }) };
}
