import { randomBytes } from 'node:crypto';
import { execa } from 'execa';
import { checkout } from '../../../lab/src/base/paths.ts';
import { type Guest, guests } from '../../../lab/src/parts/parts.ts';
import { composeFiles } from '../../../lab/src/runtime/docker/services.ts';
import { run } from '../run-command.ts';
import type { Docker } from './prepare-docker.ts';

/** Our images and the services that build them; every other service takes its image from one of these. */
const builders = {
  app: 'gateway',
  'otel-collector': 'otel-collector',
  console: 'console',
  ...(Object.fromEntries(guests.map((guest) => [guest, guest])) as Record<Guest, Guest>),
} as const;

/**
 * Builds our images once for all compose projects of a run, under unused names. Returns the variable that
 * makes a project take them.
 */
export async function buildOurImages(compose: string, environment: Record<string, string>) {
  const named = { LAB_IMAGES: `lab-test-${randomBytes(4).toString('hex')}` };
  const env = { ...environment, ...named };
  const files = composeFiles('tempo', ['guests']).flatMap((file) => ['--file', file]);
  await run(compose, [...files, 'build', '--quiet', ...Object.values(builders)], { cwd: checkout, env });
  return named;
}

/** Full name of one of our images as a run built it. */
export function ourImage({ environment }: Docker, name: keyof typeof builders): string {
  return `${environment['LAB_IMAGES']}-${name}:local`;
}

/** Removes the images that a run built; layers are kept in Docker's cache. */
export async function removeOurImages(docker: Docker): Promise<void> {
  const images = (Object.keys(builders) as (keyof typeof builders)[]).map((name) => ourImage(docker, name));
  await execa('docker', ['image', 'rm', '--force', ...images], { reject: false });
}
