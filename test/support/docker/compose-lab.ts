import { execa } from 'execa';
import type { PortName } from '../../../lab/src/parts/env-file.ts';
import { checkout } from '../../../lab/src/base/paths.ts';
import { LabError } from '../../../lab/src/base/lab-error.ts';
import { freePorts } from '../free-ports.ts';
import { newProject } from './docker-options.ts';
import type { Docker } from './prepare-docker.ts';
import { lastLines, run } from '../run-command.ts';

/** The parts of `docker inspect` that tests need. */
export type InspectedContainer = {
  Id: string;
  State: {
    Pid: number;
    Running: boolean;
    OOMKilled: boolean;
    StartedAt: string;
    Health?: { Status: string; Log?: { Output: string }[] };
  };
  RestartCount: number;
  HostConfig: { PortBindings?: Record<string, unknown> | null };
  Config: { Labels: Record<string, string> };
  NetworkSettings: { Networks: Record<string, { IPAddress: string; Gateway: string }> };
};

type Options = {
  docker: Docker;
  /** Root of a checkout; by default this one. */
  folder?: string;
  environment?: Record<string, string>;
  /** The compose file; by default docker-compose.yaml. */
  file?: string;
};

/**
 * A compose project for this test only, with an unused name and free ports. Nothing runs until `up`.
 * `await using` ends it with its volumes, also when the test fails.
 */
export async function composeLab(options: Options): Promise<ComposeLab> {
  return new ComposeLab(options, await freePorts());
}

export class ComposeLab implements AsyncDisposable {
  readonly project = newProject();
  readonly ports: Record<PortName, number>;
  readonly environment: Record<string, string>;
  readonly #options: Options;

  constructor(options: Options, ports: Record<PortName, number>) {
    this.#options = options;
    this.ports = ports;
    this.environment = {
      ...options.docker.environment,
      ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
      COMPOSE_PROJECT_NAME: this.project,
      ...options.environment,
    };
  }

  /** `http://127.0.0.1:<port>` of a published port. */
  at(name: PortName): string {
    return `http://127.0.0.1:${this.ports[name]}`;
  }

  /** Runs `docker compose …` in this project and returns the result, with any exit code. */
  tryCompose(...args: string[]) {
    const folder = this.#options.folder ?? checkout;
    const file = this.#options.file ?? 'docker-compose.yaml';
    const options = { cwd: folder, env: this.environment, stdin: 'ignore', all: true, reject: false } as const;
    return execa(this.#options.docker.compose, ['-f', file, ...args], options);
  }

  /** Runs `docker compose …` in this project; throws its last lines if it fails. Returns stdout. */
  async compose(...args: string[]): Promise<string> {
    const result = await this.tryCompose(...args);
    if (!result.failed) return result.stdout;
    throw new LabError({
      what: `docker compose ${args.join(' ')} failed.`,
      expected: 'exit code 0',
      found: `exit code ${result.exitCode}`,
      after: result.durationMs / 1000,
      cause: lastLines(result.all),
    });
  }

  /** Every service whose image is available, without profiles. */
  async services(): Promise<string[]> {
    const all = (await this.compose('config', '--services')).split('\n');
    return all.filter((service) => !this.#options.docker.withoutServices.includes(service)).toSorted();
  }

  /** `docker compose up -d --wait`, as users run it; services without an image are left out by naming the others. */
  async up(...more: string[]): Promise<void> {
    const without = this.#options.docker.withoutServices.length > 0;
    await this.compose('up', '--detach', '--wait', ...more, ...(without ? await this.services() : []));
  }

  /** The containers of the project by service, ended ones too. */
  async containers(): Promise<Map<string, InspectedContainer>> {
    const ids = (await this.compose('ps', '--all', '--quiet')).split('\n').filter(Boolean);
    if (ids.length === 0) return new Map();
    const found = JSON.parse(await run('docker', ['inspect', ...ids])) as InspectedContainer[];
    return new Map(found.map((container) => [container.Config.Labels['com.docker.compose.service']!, container]));
  }

  /** What is left of the project in Docker: containers, networks and volumes by name. */
  async leftovers(): Promise<{ containers: string[]; networks: string[]; volumes: string[] }> {
    const label = ['--filter', `label=com.docker.compose.project=${this.project}`];
    const list = async (args: string[]) => (await run('docker', [...args, ...label])).split('\n').filter(Boolean);
    return {
      containers: await list(['ps', '--all', '--format', '{{.Names}}']),
      networks: await list(['network', 'ls', '--format', '{{.Name}}']),
      volumes: await list(['volume', 'ls', '--format', '{{.Name}}']),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.tryCompose('--profile', '*', 'down', '--volumes', '--remove-orphans', '--timeout', '3');
  }
}
