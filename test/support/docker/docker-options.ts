import { randomBytes } from 'node:crypto';
import type { DockerOptions } from '../../../lab/src/runtime/docker/docker-up.ts';
import type { Docker } from './prepare-docker.ts';

/** An unused name for a compose project. */
export function newProject(): string {
  return `lab-test-${randomBytes(4).toString('hex')}`;
}

/** Options of `up` in a test: its own project, and the available images. */
export function dockerOptions(docker: Docker): Required<DockerOptions> & { project: string } {
  return {
    project: newProject(),
    pull: docker.standIns.length > 0 ? 'never' : 'missing',
    without: docker.withoutServices,
    environment: docker.environment,
  };
}
