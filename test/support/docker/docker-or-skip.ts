import type { Stack } from '../../../lab/src/parts/parts.ts';
import { type Docker, prepareDocker } from './prepare-docker.ts';

/** The engine, prepared for a stack. Without one it says so aloud, and tests must skip; in CI (`CI` is set) that is a failure. */
export async function dockerOrSkip(stack: Stack = 'tempo'): Promise<Docker> {
  const docker = await prepareDocker({ stack });
  if (docker.available) return docker;
  if (process.env['CI'])
    throw new Error(
      `The Docker runtime is not tested: ${docker.why}. CI starts an engine: node test/tools/start-engine.ts`,
    );
  console.warn(
    `SKIPPED: tests of the Docker runtime: ${docker.why}.\n  next  start a Docker engine, or as root: node test/tools/start-engine.ts`,
  );
  return docker;
}
