import { execa } from 'execa';
import { asVariables, type LabEnv, readLabEnv } from '../../parts/env-file.ts';
import type { Capability } from '../../parts/capabilities.ts';
import { canBeAsked, notScrapedYet, whyNotReady } from '../../backends/ready.ts';
import { endpointsOf, pageOf } from '../../parts/endpoints.ts';
import { LabError } from '../../base/lab-error.ts';
import { type Endpoints, partNamed, type PartName, titleOf, type Stack } from '../../parts/parts.ts';
import { GiveUp, until } from '../../base/poll.ts';
import { EndedByForce, type Lab, type Load, type LoadEnd, type PartStatus } from '../lab.ts';
import { k6Arguments, runK6 } from '../load.ts';
import { withLabLock } from '../lab-lock.ts';
import { compose, composeArguments, composeOptions, type ComposeProject } from './compose-project.ts';
import { type Container, containersOf, unpause } from './containers.ts';
import { docker } from './docker-command.ts';
import { memoryOf } from './memory.ts';
import { endOf, stateOfPart } from './part-state.ts';
import { partOfService } from './services.ts';
import { capabilitiesAmong, faultsFolderOf, partsAmong, settingsOf, stackOf } from './settings.ts';

/** A lab of containers: a compose project that was started from this checkout, by this tool or by hand. */
export class DockerLab implements Lab {
  readonly runtime = 'docker';
  readonly stack: Stack;
  readonly capabilities: readonly Capability[];
  readonly parts: readonly PartName[];
  readonly endpoints: Endpoints;
  readonly faultsFolder: string;
  /** Name of the compose project. */
  readonly name: string;
  readonly #compose: ComposeProject;

  /** `environment` goes to every `docker compose` on top of the lab's settings. */
  constructor(
    containers: readonly Container[],
    environment: Record<string, string> = {},
    stated: LabEnv = readLabEnv({ runtime: 'docker' }),
  ) {
    const env = settingsOf(containers, stated);
    this.name = containers[0]!.project;
    this.stack = stackOf(containers);
    this.capabilities = capabilitiesAmong(containers);
    this.parts = partsAmong(containers);
    this.endpoints = endpointsOf(env, this.parts, 'docker');
    this.faultsFolder = faultsFolderOf(containers);
    this.#compose = {
      name: this.name,
      files: containers[0]!.files,
      environment: { ...asVariables(env), ...environment },
    };
  }

  async status(): Promise<PartStatus[]> {
    const containers = await containersOf(this.name);
    const memory = await memoryOf(containers.filter((c) => c.state === 'running').map((c) => c.id));
    return this.parts.map((part): PartStatus => {
      const own = containers.filter((c) => partOfService(c.service) === part);
      const bytes = own.flatMap(({ id }) => memory.get(id) ?? []);
      const url = pageOf(this.endpoints, part);
      return {
        part,
        ...stateOfPart(part, containers, mayHangAtEnd(part)),
        ...(url && { url }),
        ...(own[0] && { origin: originOf(own[0]) }),
        ...(bytes.length > 0 && { memory: bytes.reduce((sum, b) => sum + b) }),
      };
    });
  }

  start(part: PartName, say: (line: string) => void = () => {}): Promise<void> {
    return withLabLock(async () => {
      const all = await this.#containers(part);
      await unpause(all);
      const due = all.filter((c) => c.state !== 'running' && c.state !== 'paused');
      if (due.length > 0) await docker(['start', ...due.map((c) => c.id)]);
      else if (all.every((c) => c.state === 'running')) await this.#restartBroken(part, all, say);
      await this.#untilReady(part);
    });
  }

  stop(part: PartName): Promise<void> {
    return withLabLock(async () => {
      const before = await this.#containers(part);
      if (
        stateOfPart(part, before, mayHangAtEnd(part)).state === 'stopped' &&
        !before.some((c) => c.state === 'running')
      ) {
        throw new LabError({ what: `${titleOf(part)} is already stopped.`, next: `npm run lab -- start ${part}` });
      }
      await unpause(before);
      await docker(['stop', ...before.map((c) => c.id)], { limit: 120_000 }); // by SIGKILL after the grace period of the compose file
      const ran = new Set(before.filter((c) => c.state === 'running').map((c) => c.id));
      const killed = (await this.#containers(part)).filter((c) => ran.has(c.id) && c.exitCode === 137);
      if (killed.length > 0 && !mayHangAtEnd(part)) {
        throw new EndedByForce(part, killed.map((c) => c.name).join(', '));
      }
    });
  }

  async kill(part: PartName): Promise<void> {
    const running = (await this.#containers(part)).filter((c) => c.state === 'running');
    if (running.length === 0)
      throw new LabError({ what: `${titleOf(part)} does not run.`, next: 'npm run lab -- status' });
    await docker(['kill', ...running.map((c) => c.id)]); // Docker treats this as intentional and does not restart it
  }

  async pause(part: PartName): Promise<void> {
    const running = (await this.#containers(part)).filter((c) => c.state === 'running');
    if (running.length === 0)
      throw new LabError({ what: `${titleOf(part)} does not run.`, next: 'npm run lab -- status' });
    await docker(['pause', ...running.map((c) => c.id)]);
  }

  async resume(part: PartName): Promise<void> {
    await unpause(await this.#containers(part));
  }

  async logs(part: PartName, options: { lines: number; follow: boolean; signal?: AbortSignal }): Promise<void> {
    const services = (await this.#containers(part)).map((c) => c.service);
    const args = [
      'logs',
      ...(services.length === 1 ? ['--no-log-prefix'] : []),
      '--tail',
      String(options.lines),
      ...(options.follow ? ['--follow'] : []),
      ...services,
    ];
    const shown = {
      stdout: 'inherit',
      stderr: 'inherit',
      ...(options.signal && { cancelSignal: options.signal }),
    } as const;
    await execa('docker', composeArguments(this.#compose, args), { ...composeOptions(this.#compose), ...shown });
  }

  /** Runs the compose file's service `k6` in a container that is removed afterwards. */
  load(load: Load): Promise<LoadEnd> {
    const k6 = ['--profile', 'load', 'run', '--rm', '--no-deps', '--no-TTY', 'k6'];
    const args = composeArguments(this.#compose, [...k6, ...k6Arguments(load, '/scripts/k6-script.js')]);
    return runK6('docker', args, load, composeOptions(this.#compose));
  }

  down(options: { volumes: boolean }): Promise<void> {
    return withLabLock(() => takeDown(this.#compose, options));
  }

  /** The containers of a part; Jaeger has two. */
  async #containers(part: PartName): Promise<Container[]> {
    const found = (await containersOf(this.name)).filter((c) => partOfService(c.service) === part);
    if (found.length > 0) return found;
    throw new LabError({
      what: `${titleOf(part)} has no container.`,
      expected: `one in compose project ${this.name}`,
      next: 'npm start',
    });
  }

  /** Restarts a part that runs but does not work. Throws a LabError if it works, or will after its start. */
  async #restartBroken(part: PartName, containers: readonly Container[], say: (line: string) => void): Promise<void> {
    const began = performance.now();
    let why: string | undefined;
    const isBroken = async () => {
      why = await this.#whyUnusable(part);
      if (why === undefined || why === notScrapedYet) return false;
      const starting = stateOfPart(part, await containersOf(this.name)).state === 'starting';
      return !starting && performance.now() - began >= PATIENCE ? true : undefined;
    };
    const title = titleOf(part);
    if (!(await until(`${title} is usable`, isBroken, { deadline: READY_WITHIN }).catch(() => true))) {
      throw new LabError({ what: `${title} is already running.`, next: `npm run lab -- restart ${part}` });
    }
    say(`${title} runs but does not work (${why}): it is started anew.`);
    await docker(['restart', ...containers.map((c) => c.id)], { limit: 120_000 });
  }

  /** Why a part is of no use now; undefined if it is usable. */
  async #whyUnusable(part: PartName): Promise<string | undefined> {
    const asked = canBeAsked(part, this.endpoints);
    const containers = await this.#containers(part);
    const ended = containers.find((c) => c.state !== 'running');
    if (ended) return `${ended.name} ${endOf(ended)}`;
    const unasked = containers.filter((c) => !asked || c.published.length === 0); // only its own healthcheck can test it
    const sick = unasked.find((c) => c.health !== undefined && c.health !== 'healthy');
    if (sick) return `${sick.name} is ${sick.health}`;
    return asked ? whyNotReady(part, this.endpoints) : undefined;
  }

  async #untilReady(part: PartName): Promise<void> {
    const title = titleOf(part);
    const next = `npm run lab -- logs ${part}`;
    const usable = async () => {
      const ended = (await this.#containers(part)).find((c) => c.state !== 'running');
      if (ended) {
        const found = `${ended.name} ${endOf(ended)}; last log lines: ${await lastLogLines(ended)}`;
        throw new GiveUp(
          new LabError({ what: `${title} ended while it was starting.`, expected: 'it to run', found, next }),
        );
      }
      const why = await this.#whyUnusable(part);
      if (why) throw new Error(why);
      return true;
    };
    await until(`${title} is usable`, usable, { deadline: READY_WITHIN, every: 100, next });
  }
}

/** How long the start of a part may take, ms. */
const READY_WITHIN = 90_000;

/** How long a part that is not starting may be unusable before it counts as broken, ms. */
const PATIENCE = 10_000;

/** Ends every container of a project, k6's too, in the order of its dependencies. Data is kept unless `volumes` is set; then no part gets time to write it. */
export async function takeDown(project: ComposeProject, { volumes }: { volumes: boolean }): Promise<void> {
  await compose(project, [
    '--profile',
    '*',
    'down',
    '--remove-orphans',
    ...(volumes ? ['--volumes', '--timeout', '2'] : []),
  ]);
}

/** The last lines that a container wrote, on either stream. */
export async function lastLogLines({ id }: Container, lines = 6): Promise<string> {
  const { all } = await execa('docker', ['logs', '--tail', String(lines), id], {
    all: true,
    reject: false,
    stdin: 'ignore',
    timeout: 10_000,
  });
  return all.trim();
}

function mayHangAtEnd(part: PartName): boolean {
  return partNamed(part).mayHangAtEnd === true;
}

function originOf({ image, standIn }: Container): string {
  return standIn && !image.endsWith(':local') ? `${image} (stand-in)` : image;
}
