import { randomBytes } from 'node:crypto';
import { execa } from 'execa';
import type { Stack } from '../../../lab/src/parts/parts.ts';
import { type Docker, prepareDocker } from './prepare-docker.ts';

/** What `up` is told of the Docker runtime in a test: a project that nobody else has, and which images there are. */
export type DockerForTests = {
  project: string;
  pull: string;
  without: readonly string[];
  environment: Record<string, string>;
};

const prepared = new Map<Stack, Promise<Docker>>();

/**
 * Prepares the machine's Docker engine once, images or stand-ins included, and names a new project.
 * Throws where no engine answers: who asks for this runtime wants it tested.
 */
export async function dockerForTests(stack: Stack = 'tempo'): Promise<DockerForTests> {
  if (!prepared.has(stack)) prepared.set(stack, prepareDocker({ stack }));
  const docker = await prepared.get(stack)!;
  if (!docker.available)
    throw new Error(`The Docker runtime cannot be tested: ${docker.why}. As root: node test/tools/start-engine.ts`);
  Object.assign(process.env, docker.environment); // also for what asks the engine before it starts a lab: is there a Compose?
  return {
    project: `lab-test-${randomBytes(4).toString('hex')}`,
    pull: docker.standIns.length > 0 ? 'never' : 'missing',
    without: docker.withoutServices,
    environment: docker.environment,
  };
}

/** Removes what a project built; layers stay in the engine's cache. */
export async function removeImages({ project }: DockerForTests): Promise<void> {
  const images = ['app', 'otel-collector', 'console'].map((name) => `${project}-${name}:local`);
  await execa('docker', ['image', 'rm', '--force', ...images], { reject: false });
}
