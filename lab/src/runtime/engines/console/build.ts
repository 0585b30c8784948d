import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { execa } from 'execa';
import { LabError } from '../../../base/lab-error.ts';
import { cacheHome, checkout } from '../../../base/paths.ts';
import { lock } from '../../../base/file-lock.ts';
import { removeUnused, useBuild } from './page-cache.ts';

/** The sources of the page: a change of any of these needs a new build. */
const SOURCES = ['lab/src/**/*', 'grafana/src/**/*.ts', 'package-lock.json', 'routes.json'];

export type BuildConsoleOptions = { say: (line: string) => void; signal?: AbortSignal | undefined };

/**
 * The folder of the built page; builds it first if exactly these sources have not been built on this machine, which takes
 * about 6 s on two cores. An interrupted build leaves nothing usable: a rename puts the finished folder in place.
 */
export async function ensureConsoleBuilt({ say, signal }: BuildConsoleOptions): Promise<string> {
  const folder = join(cacheHome(), 'console', sourcesHash());
  await build(folder, { say, signal });
  await useBuild(folder);
  return folder;
}

async function build(folder: string, { say, signal }: BuildConsoleOptions): Promise<void> {
  if (existsSync(join(folder, 'index.html'))) return;
  await mkdir(join(cacheHome(), 'console'), { recursive: true });
  await using _held = await lock(`${folder}.lock`, {
    onWait: (pid) => say(`Console: process ${pid} is already building the page, waiting for it`),
    signal,
  });
  if (existsSync(join(folder, 'index.html'))) return;
  await removeUnused(join(cacheHome(), 'console'));
  const began = performance.now();
  say('Console: building the page');
  const draft = join(cacheHome(), 'console', `work-${process.pid}`);
  const built = await execa(process.execPath, [join(import.meta.dirname, 'build-page.ts'), draft], {
    cwd: checkout,
    reject: false,
    all: true,
    env: { NODE_ENV: 'production' },
    ...(signal && { cancelSignal: signal }),
  });
  if (built.failed) {
    await rm(draft, { recursive: true, force: true });
    signal?.throwIfAborted();
    throw new LabError({
      what: 'The console’s page cannot be built.',
      expected: 'vite build succeeds',
      found: built.all?.trim().split('\n').slice(-12).join('\n') ?? built.message,
      after: (performance.now() - began) / 1000,
      next: 'npm install, then try again',
    });
  }
  await rename(draft, folder);
  say(`Console: page ready after ${((performance.now() - began) / 1000).toFixed(0)} s`);
}

/** Hash over names and contents of all sources. */
function sourcesHash(): string {
  const hash = createHash('sha256');
  const files = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: checkout, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) hash.update(relative(checkout, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex').slice(0, 16);
}
