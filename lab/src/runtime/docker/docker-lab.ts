import { execa } from 'execa';
import { type LabEnv, readLabEnv } from '../../catalog/env-file.ts';
import { endpointsOf } from '../../catalog/endpoints.ts';
import { LabError } from '../../catalog/lab-error.ts';
import { type Endpoints, type PartName, partTitles, type Stack } from '../../catalog/parts.ts';
import { partUrl } from '../../catalog/part-url.ts';
import { GiveUp, until } from '../../catalog/poll.ts';
import type { Lab, PartStatus } from '../lab.ts';
import { withLabLock } from '../native/lock.ts';
import { planOf } from '../native/plans/index.ts';
import { asVariables, compose, composeArguments, composeOptions, type ComposeProject } from './compose-project.ts';
import { type Container, containersOf } from './containers.ts';
import { docker } from './docker-command.ts';
import { memoryOf } from './memory.ts';
import { endOf, stateOf } from './part-state.ts';
import { readyProbe } from './ready.ts';
import { probeOf, serviceOf } from './services.ts';
import { partsAmong, settingsOf, stackOf } from './settings.ts';

/** A lab of containers: a compose project that was started from this checkout, by whomever. */
export class DockerLab implements Lab {
  readonly door = 'docker';
  readonly stack: Stack;
  readonly parts: readonly PartName[];
  readonly endpoints: Endpoints;
  /** Name of the compose project. */
  readonly project: string;
  readonly #compose: ComposeProject;

  /** `environment` goes to every `docker compose` on top of the lab's settings. */
  constructor(containers: readonly Container[], environment: Record<string, string> = {}, stated: LabEnv = readLabEnv()) {
    const env = settingsOf(containers, stated);
    this.project = containers[0]!.project;
    this.stack = stackOf(containers);
    this.parts = partsAmong(containers);
    this.endpoints = endpointsOf(env, this.parts);
    this.#compose = { name: this.project, files: containers[0]!.files, environment: { ...asVariables(env), ...environment } };
  }

  async status(): Promise<PartStatus[]> {
    const containers = await containersOf(this.project);
    const find = (service: string) => containers.find((c) => c.service === service);
    const memory = await memoryOf(containers.filter((c) => c.state === 'running').map((c) => c.id));
    return this.parts.map((part): PartStatus => {
      const container = find(serviceOf(part));
      const url = partUrl(this.endpoints, part);
      const bytes = container && memory.get(container.id);
      return {
        part,
        ...stateOf(container, find(probeOf(serviceOf(part))), mayHangAtEnd(part)),
        ...(url && { url }),
        ...(container && { origin: originOf(container) }),
        ...(bytes !== undefined && { memory: bytes }),
      };
    });
  }

  start(part: PartName): Promise<void> {
    return withLabLock(async () => {
      const container = await this.#container(part);
      if (container.state === 'running') {
        throw new LabError({ what: `${partTitles[part]} runs already.`, found: container.name, next: `npm run lab -- restart ${part}` });
      }
      await docker(['start', container.id]);
      await this.#untilReady(part);
    });
  }

  stop(part: PartName): Promise<void> {
    return withLabLock(async () => {
      const before = await this.#container(part);
      if (stateOf(before, undefined, mayHangAtEnd(part)).state === 'stopped') {
        throw new LabError({ what: `${partTitles[part]} is stopped already.`, next: `npm run lab -- start ${part}` });
      }
      await docker(['stop', before.id], { limit: 120_000 }); // after the grace period that the compose file states, by SIGKILL
      const { exitCode, name } = await this.#container(part);
      if (before.state === 'running' && exitCode === 137 && !mayHangAtEnd(part)) {
        throw new LabError({ what: `${partTitles[part]} did not end by itself and was killed.`, found: name, next: `npm run lab -- logs ${part}` });
      }
    });
  }

  async kill(part: PartName): Promise<void> {
    const { id, state } = await this.#container(part);
    if (state !== 'running') throw new LabError({ what: `${partTitles[part]} does not run.`, next: 'npm run lab -- status' });
    await docker(['kill', id]); // the engine takes this as wished and does not restart it
  }

  async logs(part: PartName, options: { lines: number; follow: boolean; signal?: AbortSignal }): Promise<void> {
    const args = ['logs', '--no-log-prefix', '--tail', String(options.lines), ...(options.follow ? ['--follow'] : []), serviceOf(part)];
    const shown = { stdout: 'inherit', stderr: 'inherit', ...(options.signal && { cancelSignal: options.signal }) } as const;
    await execa('docker', composeArguments(this.#compose, args), { ...composeOptions(this.#compose), ...shown });
  }

  down(options: { volumes: boolean }): Promise<void> {
    return withLabLock(() => takeDown(this.#compose, options));
  }

  async #container(part: PartName): Promise<Container> {
    const found = (await containersOf(this.project)).find((c) => c.service === serviceOf(part));
    if (found) return found;
    throw new LabError({ what: `${partTitles[part]} has no container.`, expected: `one of service ${serviceOf(part)} in project ${this.project}`, next: 'npm start' });
  }

  async #untilReady(part: PartName): Promise<void> {
    const title = partTitles[part];
    const answers = readyProbe(part, this.endpoints);
    const next = `npm run lab -- logs ${part}`;
    const usable = async () => {
      if (answers) return answers();
      return (await this.#container(part)).health === 'starting' ? undefined : true;
    };
    const looked = async () => {
      const container = await this.#container(part);
      if (container.state === 'running') return usable();
      const found = `${endOf(container)}; its last words: ${await lastWords(container)}`;
      throw new GiveUp(new LabError({ what: `${title} ended while it was starting.`, expected: `container ${container.name} to run`, found, next }));
    };
    await until(`${title} is usable`, looked, { deadline: 90_000, every: 100, next });
  }
}

/** Ends every container of a project, k6's too, in the order of its dependencies. Data stay unless told. */
export async function takeDown(project: ComposeProject, { volumes }: { volumes: boolean }): Promise<void> {
  await compose(project, ['--profile', '*', 'down', '--remove-orphans', ...(volumes ? ['--volumes'] : [])]);
}

/** The last lines that a container wrote, on either stream. */
export async function lastWords({ id }: Container, lines = 6): Promise<string> {
  const { all } = await execa('docker', ['logs', '--tail', String(lines), id], { all: true, reject: false, stdin: 'ignore', timeout: 10_000 });
  return all.trim();
}

function mayHangAtEnd(part: PartName): boolean {
  return part !== 'grafana' && planOf(part).mayHangAtEnd === true;
}

function originOf({ image, standIn }: Container): string {
  return standIn && !image.endsWith(':local') ? `${image} (stand-in)` : image;
}
