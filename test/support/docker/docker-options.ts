import { randomBytes } from 'node:crypto';
import type { DockerOptions } from '../../../lab/src/runtime/docker/docker-up.ts';
import type { Docker } from './prepare-docker.ts';

/** A name for a compose project that nobody else has. */
export function newProject(): string {
  return `lab-test-${randomBytes(4).toString('hex')}`;
}

/** What `up` is told in a test: a project of its own, and which images there are. */
export function dockerOptions(docker: Docker): Required<DockerOptions> & { project: string } {
  return {
    project: newProject(),
    pull: docker.standIns.length > 0 ? 'never' : 'missing',
    without: docker.withoutServices,
    environment: docker.environment,
  };
}
