import type { PartPlan } from './plan.ts';

/** What the last lines of a Postgres that did not start mean, if that is known. */
export function explainPostgres(lastLog: string, data: string): ReturnType<NonNullable<PartPlan['explain']>> {
  return meanings(data).find(({ says }) => says.test(lastLog))?.means;
}

function meanings(data: string) {
  return [
    {
      says: /could not (?:bind|listen)|Address already in use/,
      means: {
        expected: 'a free port for Postgres',
        cause: 'another process listens on its port',
        next: 'stop it, or: POSTGRES_PORT=<another> npm start -- --with shop',
      },
    },
    {
      says: /No space left on device|Disk quota exceeded/,
      means: {
        expected: `free space in ${data}`,
        cause: 'the disk is full; what was committed is kept',
        next: 'free some space, then: npm run lab -- start postgres',
      },
    },
    {
      says: /database files are incompatible|initialized by PostgreSQL version/,
      means: {
        expected: `files of this version of Postgres in ${data}`,
        cause: 'they were made by another version',
        next: "start that version, or without the lab's data: npm run lab -- down --volumes",
      },
    },
    {
      says: /lock file "postmaster\.pid" already exists|pre-existing shared memory block/,
      means: {
        expected: `no other Postgres on ${data}`,
        cause: 'a server, or one of its processes, still uses these files',
        next: 'end it (its number is in the line above), then: npm run lab -- start postgres',
      },
    },
    {
      says: /could not access directory|could not open .*: Permission denied|could not change directory/,
      means: {
        expected: `every folder above ${data} to let the user of Postgres pass`,
        cause: 'permission denied',
        next: 'chmod o+x the folders above it, or: export LAB_HOME=/another/folder, then the same command',
      },
    },
  ];
}
