import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { LabError } from '../../base/lab-error.ts';
import { checkout } from '../../base/paths.ts';
import { describeError } from '../../base/poll.ts';
import { containersOf, projectsFrom } from './containers.ts';
import { NoDocker } from './docker-command.ts';
import { DockerLab } from './docker-lab.ts';

/**
 * The labs of containers that were found: ours, and the names of others from this checkout, which are never touched without being named.
 * `unasked` says why Docker did not answer; absent if Docker is not installed.
 */
export type FoundDockerLab = { lab?: DockerLab; others: string[]; unasked?: string };

/**
 * The lab of containers that was started from this checkout, also by plain `docker compose up`.
 * With `partly`, a lab without a running container counts too.
 */
export async function findDockerLab({ partly }: { partly: boolean }): Promise<FoundDockerLab> {
  let projects: string[];
  try {
    projects = await projectsFrom(checkout);
  } catch (error) {
    if (error instanceof NoDocker) return { others: [] };
    const { cause, found } = error instanceof LabError ? error.failure : {};
    return { others: [], unasked: cause || found || describeError(error) };
  }
  const chosen = chosenProject();
  const others = projects.filter((project) => project !== chosen);
  if (!chosen || !projects.includes(chosen)) return { others };
  const containers = await containersOf(chosen);
  const counts = partly ? containers.length > 0 : containers.some((c) => c.state === 'running');
  return { ...(counts && { lab: new DockerLab(containers) }), others };
}

/** The name that the compose files give themselves. */
const USUAL = 'span-metrics-lab';

/**
 * Name of the compose project to use: COMPOSE_PROJECT_NAME of the shell or of `.env`, else the default.
 * LAB_HOME alone selects another, native lab: then there is none, so that `down` there ends no containers here.
 */
export function chosenProject(shell: Record<string, string | undefined> = process.env): string | undefined {
  if (shell['COMPOSE_PROJECT_NAME']) return shell['COMPOSE_PROJECT_NAME'];
  if (shell['LAB_HOME']) return undefined;
  return parseEnv(readFileSync(join(checkout, '.env'), 'utf8'))['COMPOSE_PROJECT_NAME'] || USUAL;
}
