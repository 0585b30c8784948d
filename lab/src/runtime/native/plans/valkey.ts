import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { baseEnvironment } from '../../../base/base-environment.ts';
import { checkout } from '../../../base/paths.ts';
import type { LabEnv } from '../../../parts/env-file.ts';
import { provideValkey } from '../../engines/valkey/provide-valkey.ts';
import { labFiles } from '../../lab-files.ts';
import { filledIn } from '../filled-in.ts';
import { dataFolder, type PartPlan } from './plan.ts';

const runFolder = () => join(labFiles().run, 'valkey');
const users = () => join(runFolder(), 'users.acl');

/** Valkey on loopback, with an append-only file. The default user is off. */
export const plan: PartPlan = {
  part: 'valkey',
  engines: [],
  provide: async ({ say, signal }) => ({ valkey: await provideValkey({ say, signal }) }),
  prepare: ({ env }) => {
    for (const folder of [runFolder(), dataFolder('valkey')]) mkdirSync(folder, { recursive: true });
    const template = readFileSync(join(checkout, 'valkey/users.acl'), 'utf8');
    const passwords = {
      SHOP_PASSWORD_SHA256: sha256(env.SHOP_PASSWORD),
      OBSERVER_PASSWORD_SHA256: sha256(env.OBSERVER_PASSWORD),
    };
    writeFileSync(users(), filledIn(template, passwords), { mode: 0o600 });
  },
  command: ({ env, engines }) => ({
    file: engines['valkey']!.path,
    args: [join(checkout, 'valkey/valkey.conf'), ...options(env)],
    cwd: dataFolder('valkey'),
    env: baseEnvironment(),
  }),
  explain: explainValkey,
};

function options({ VALKEY_PORT }: LabEnv): string[] {
  const values = { bind: '127.0.0.1', port: String(VALKEY_PORT), dir: dataFolder('valkey'), aclfile: users() };
  return Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]);
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** What the last lines of a Valkey that did not start mean, if that is known. */
export function explainValkey(lastLog: string): ReturnType<NonNullable<PartPlan['explain']>> {
  if (/Address already in use|Failed listening on port/.test(lastLog)) {
    return {
      expected: 'a free port for Valkey',
      cause: 'another process listens on its port',
      next: 'stop it, or: VALKEY_PORT=<another> npm start -- --with shop',
    };
  }
  if (/Bad file format reading the append only file|appendonly.*(?:corrupt|truncated)/i.test(lastLog)) {
    return {
      expected: 'an append-only file that Valkey can read',
      cause: 'it is damaged; all that is in it is in Postgres too',
      next: `rm -r ${dataFolder('valkey')}, then: npm run lab -- start valkey`,
    };
  }
  if (/No space left on device/.test(lastLog)) {
    return {
      expected: `free space in ${dataFolder('valkey')}`,
      cause: 'the disk is full',
      next: 'free some space, then: npm run lab -- start valkey',
    };
  }
  return undefined;
}
