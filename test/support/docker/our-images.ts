import { randomBytes } from 'node:crypto';
import { execa } from 'execa';
import { checkout } from '../../../lab/src/base/paths.ts';
import { guests } from '../../../lab/src/parts/parts.ts';
import { composeFiles } from '../../../lab/src/runtime/docker/services.ts';
import { run } from '../run-command.ts';
import type { Docker } from './prepare-docker.ts';

/** Our images and the services that build them; every other service takes its image from one of these. */
const builders = {
  app: 'gateway',
  'otel-collector': 'otel-collector',
  console: 'console',
} as const;

/**
 * Builds our images once for all compose projects of a run, under unused names. Returns the variable that
 * makes a project take them.
 */
export async function buildOurImages(compose: string, environment: Record<string, string>) {
  const named = { LAB_IMAGES: `lab-test-${randomBytes(4).toString('hex')}` };
  await build(compose, { ...environment, ...named }, Object.values(builders));
  return named;
}

/** The same for the guests' images, which take minutes: for the tests that run guests. `removeOurImages` removes them too. */
export async function buildGuestImages({ compose, environment }: Docker): Promise<void> {
  await build(compose, environment, guests);
}

async function build(compose: string, env: Record<string, string>, services: readonly string[]): Promise<void> {
  const files = composeFiles('tempo', ['guests']).flatMap((file) => ['--file', file]);
  await run(compose, [...files, 'build', '--quiet', ...services], { cwd: checkout, env });
}

/** Full name of one of our images as a run built it. */
export function ourImage({ environment }: Docker, name: keyof typeof builders): string {
  return `${environment['LAB_IMAGES']}-${name}:local`;
}

/** Removes the images that a run built; layers are kept in Docker's cache. */
export async function removeOurImages({ environment }: Docker): Promise<void> {
  const images = [...Object.keys(builders), ...guests].map((name) => `${environment['LAB_IMAGES']}-${name}:local`);
  await execa('docker', ['image', 'rm', '--force', ...images], { reject: false });
}
