import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { readLabEnv } from '../../parts/env-file.ts';
import { LabError } from '../../base/lab-error.ts';
import { type PartName, partTitles, type Stack } from '../../parts/parts.ts';
import { checkout } from '../../base/paths.ts';
import type { Lab } from '../lab.ts';
import { withLabLock } from '../lab-lock.ts';
import type { UpOptions } from '../native/native-up.ts';
import { asVariables, compose, composeArguments, composeOptions, type ComposeProject } from './compose-project.ts';
import { comesFrom, type Container, containersOf } from './containers.ts';
import { culpritOf } from './culprit.ts';
import { DockerLab, lastWords, takeDown } from './docker-lab.ts';
import { stateOfPart } from './part-state.ts';
import { ComposeProgress } from './progress.ts';
import { refusePublicPorts } from './refuse-public-ports.ts';
import { composeFile, partOfService } from './services.ts';
import { partsAmong, stackOf } from './settings.ts';
import { refuseTakenPorts, variableOf } from './taken-ports.ts';

/** What only the Docker runtime may be told. The tool itself takes `pull` from LAB_DOCKER_PULL and `without` from LAB_DOCKER_WITHOUT. */
export type DockerOptions = {
  /** Name of the compose project; COMPOSE_PROJECT_NAME or the file's own unless told. */
  project?: string;
  /** When to pull images, as `docker compose up --pull`. */
  pull?: string;
  /** Services that are left out, because no image of theirs can be had. */
  without?: readonly string[];
  /** On top of the lab's settings for every `docker compose`. */
  environment?: Record<string, string>;
};

/**
 * Starts every container with `docker compose up --wait`, builds and pulls included, and waits until each is usable.
 * On failure it names the culprit; what this call started is ended again unless some of it ran before.
 */
export function dockerUp(options: UpOptions, about: DockerOptions = {}): Promise<Lab> {
  return withLabLock(() => bringUp(options, { ...fromShell(), ...about }));
}

async function bringUp({ stack, say, signal, configs, ...given }: UpOptions, about: DockerOptions): Promise<Lab> {
  const env = given.env ?? readLabEnv();
  refusePublicPorts(env.BIND_ADDR);
  const environment = { ...configVariables(stack, configs), ...about.environment };
  const asked: ComposeProject = {
    name: about.project,
    files: [join(checkout, composeFile(stack))],
    environment: { ...asVariables(env), ...environment },
  };
  const config = await readConfig(asked);
  const project = { ...asked, name: config.name };
  const services = Object.keys(config.services).filter((service) => !about.without?.includes(service));
  for (const service of about.without ?? []) if (service in config.services) say(`${service} is left out`);

  const before = await containersOf(project.name);
  refuseOther(before, stack, project.name);
  const running = new Set(before.filter((c) => c.state === 'running').map((c) => c.service));
  if (running.size > 0) tellMissing(before, services, say);
  await refuseTakenPorts(
    services
      .filter((service) => !running.has(service))
      .flatMap((service) => config.services[service]!.map((port) => ({ service, ...port }))),
    env,
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
        words: lastWords,
      });
  const end = running.size > 0 ? 'What ran before runs on.' : await endAgain(project);
  if (!failure) throw signal!.reason;
  throw new LabError({ ...failure, after: result.durationMs / 1000, end });
}

async function endAgain(project: ComposeProject): Promise<string> {
  return takeDown(project, { volumes: false }).then(
    () => 'Everything that was started has been ended again.',
    (failed: Error) => failed.message,
  );
}

/** A project of this name may be another stack's, another checkout's, or this one's and up already. */
function refuseOther(before: readonly Container[], stack: Stack, project: string): void {
  const running = before.filter((c) => c.state === 'running');
  const strange = before.find((c) => !comesFrom(checkout, c.files));
  if (strange) {
    throw new LabError({
      what: `The compose project ${project} is somebody else's.`,
      expected: `containers from ${checkout}`,
      found: `${strange.name} from ${strange.files.join(', ') || 'unknown files'}`,
      next: 'COMPOSE_PROJECT_NAME=second npm start, with other ports',
      end: 'Nothing was changed.',
    });
  }
  if (running.length === 0) return;
  const up = stackOf(before);
  const whole = partsAmong(before).every((part) => isUsable(before, part));
  if (up === stack && !whole) return;
  throw new LabError({
    what: 'A lab is up already.',
    expected: 'no running lab',
    found: `the ${up} stack, as compose project ${project}`,
    next: up === stack ? 'npm run status, or: npm stop' : `npm stop && npm start -- --stack ${stack}`,
    end: 'Nothing was changed.',
  });
}

function tellMissing(before: readonly Container[], services: readonly string[], say: (line: string) => void): void {
  const due = new Set(services.flatMap((service) => partOfService(service) ?? []));
  const missing = [...due].filter((part) => !isUsable(before, part)).map((part) => partTitles[part]);
  say(`The lab is up without ${missing.join(', ')}: starting what is missing.`);
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
    }),
  ),
});

/** Name, services and wanted ports of a project, as Compose fills them in; services of profiles are not among them. */
async function readConfig(
  project: ComposeProject,
): Promise<{ name: string; services: Record<string, { address: string; port: number }[]> }> {
  const { name, services } = composeConfig.parse(JSON.parse(await compose(project, ['config', '--format', 'json'])));
  const portsOf = (ports: { host_ip?: string | undefined; published?: number | undefined }[]) =>
    ports.flatMap(({ host_ip, published }) => (published ? [{ address: host_ip ?? '0.0.0.0', port: published }] : []));
  return {
    name,
    services: Object.fromEntries(
      Object.entries(services).map(([service, { ports }]) => [service, portsOf(ports ?? [])]),
    ),
  };
}

/** Other configuration files than the stack's usual ones, as far as its compose file, or the one it extends, takes them. */
function configVariables(stack: Stack, configs: UpOptions['configs']): Record<string, string> {
  const file = join(checkout, composeFile(stack));
  const variables = Object.entries(configs ?? {}).map(
    ([engine, path]) => [`${engine.toUpperCase()}_CONFIG`, path] as const,
  );
  const taken = [file, join(checkout, 'docker-compose.yaml')].map((path) => readFileSync(path, 'utf8')).join('\n');
  const unknown = variables.find(([variable]) => !taken.includes(`\${${variable}`));
  if (!unknown) return Object.fromEntries(variables);
  throw new LabError({
    what: 'The Docker runtime does not take this configuration.',
    expected: `${unknown[0]} to be used in ${file}`,
    found: unknown[1],
    next: `npm start -- --stack ${stack} --runtime native`,
    end: 'Nothing was started.',
  });
}

function fromShell(): DockerOptions {
  const { LAB_DOCKER_PULL: pull, LAB_DOCKER_WITHOUT: without } = process.env;
  return { ...(pull && { pull }), ...(without && { without: without.split(',') }) };
}
