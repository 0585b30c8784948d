import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { LabError } from '../../catalog/lab-error.ts';
import { checkout } from '../../catalog/paths.ts';
import { containersOf, projectsFrom } from './containers.ts';
import { DockerLab } from './docker-lab.ts';

/**
 * The lab of containers that was started from this checkout, also by plain `docker compose up`; undefined if there is none.
 * With `partly`, one of which no container runs counts too.
 */
export async function findDockerLab({ partly }: { partly: boolean }): Promise<DockerLab | undefined> {
  const named = chosenProject();
  const projects = await projectsFrom(checkout).catch(() => []); // no docker, or no engine: then no lab of containers either
  const candidates = named ? projects.filter((p) => p === named) : projects;
  const labs = [];
  for (const project of candidates) {
    const containers = await containersOf(project);
    if (containers.length > 0 && (partly || containers.some((c) => c.state === 'running'))) labs.push(containers);
  }
  if (labs.length > 1) {
    const usual = labs.find((containers) => containers[0]!.project === USUAL);
    if (usual) return new DockerLab(usual);
    const names = labs.map((containers) => containers[0]!.project);
    throw new LabError({
      what: 'Several labs run from this checkout.',
      expected: 'COMPOSE_PROJECT_NAME to say which',
      found: names.join(', '),
      next: `COMPOSE_PROJECT_NAME=${names[0]} npm run status`,
    });
  }
  return labs[0] && new DockerLab(labs[0]);
}

/** The name that the compose files give themselves. */
const USUAL = 'span-metrics-lab';

/** COMPOSE_PROJECT_NAME as Compose would see it: the shell's, or that of `.env`. */
function chosenProject(): string | undefined {
  const stated = parseEnv(readFileSync(join(checkout, '.env'), 'utf8'));
  return process.env['COMPOSE_PROJECT_NAME'] || stated['COMPOSE_PROJECT_NAME'] || undefined;
}
