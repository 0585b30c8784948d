import type { TestProject } from 'vitest/node';
import { type Capability, capabilityNames } from '../../lab/src/parts/capabilities.ts';
import { dockerOptions } from './docker/docker-options.ts';
import { ownLayer } from './own-layer.ts';
import { removeOurImages } from './docker/our-images.ts';
import { type Docker, prepareDocker } from './docker/prepare-docker.ts';
import { startLab } from './start-lab.ts';
import { runtime } from './this-run.ts';

/** What a project's lab has besides the capability that it is named after. */
const besides: Record<string, readonly Capability[]> = {
  alerts: ['shop'],
  score: ['shop', 'logs'],
  guests: ['logs'],
};

/** One lab for all files of a run: starts before the first, ends after the last. With the capability that the project is named after. */
export default async function setup(project: TestProject) {
  await using started = new AsyncDisposableStack();
  const collector = started.use(ownLayer()).path;
  const docker = runtime === 'docker' ? await images(started) : undefined;
  const options = docker && dockerOptions(docker);
  const more = besides[project.name] ?? [];
  const capabilities = capabilityNames.filter((name) => name === project.name || more.includes(name));
  const lab = started.use(
    await startLab({ configs: { collector }, capabilities, ...(options && { docker: options }) }),
  );
  project.provide('lab', {
    env: lab.env,
    home: lab.home,
    collector,
    ...(options && { project: options.project }),
  });
  const rest = started.move();
  return () => rest.disposeAsync();
}

async function images(started: AsyncDisposableStack): Promise<Docker> {
  const docker = await prepareDocker();
  started.defer(() => removeOurImages(docker));
  Object.assign(process.env, docker.environment); // `up` asks the engine for its Compose
  return docker;
}
