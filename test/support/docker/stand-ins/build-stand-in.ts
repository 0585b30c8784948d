import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GoEngineName } from '../../../../lab/src/parts/engines.ts';
import { run } from '../../run-command.ts';
import type { StandIn } from './stand-ins.ts';

/** Label of every stand-in: distinguishes it from upstream's image of the same name, and has the hash of its inputs. */
export const standInLabel = 'span-metrics-lab.stand-in';

/** Builds a stand-in under upstream's name, unless one from the same inputs exists. Returns whether it built. */
export async function buildStandIn(
  image: string,
  standIn: StandIn,
  binaries: ReadonlyMap<GoEngineName, string>,
): Promise<boolean> {
  const inputs = createHash('sha256').update(image);
  const sources = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('.ts')).sort();
  for (const source of sources) {
    inputs.update(await readFile(join(import.meta.dirname, source)));
  }
  for (const name of standIn.binaries) {
    const { size, mtimeMs } = await stat(binaries.get(name)!);
    inputs.update(`${name} ${size} ${mtimeMs}`);
  }
  const hash = inputs.digest('hex').slice(0, 16);
  if ((await standInHash(image)) === hash) return false;

  const folder = await mkdtemp(join(tmpdir(), 'span-metrics-lab-stand-in-'));
  try {
    const dockerfile = await standIn.write(folder, binaries);
    await writeFile(join(folder, 'Dockerfile'), `${dockerfile}\nLABEL ${standInLabel}=${hash}\n`);
    await run('docker', ['build', '--quiet', '--tag', image, folder], { env: { DOCKER_BUILDKIT: '0' } });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return true;
}

/** The inputs' hash of a stand-in; '' for an image that is not a stand-in, undefined if there is no such image. */
export async function standInHash(image: string): Promise<string | undefined> {
  const format = `{{index .Config.Labels "${standInLabel}"}}`;
  return run('docker', ['image', 'inspect', '--format', format, image]).catch(() => undefined);
}
