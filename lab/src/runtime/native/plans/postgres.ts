import { chownSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { baseEnvironment } from '../../../base/base-environment.ts';
import { LabError } from '../../../base/lab-error.ts';
import { checkout } from '../../../base/paths.ts';
import { isAlive } from '../../../base/process-identity.ts';
import { openDataFolder } from '../../engines/postgres/open-folder.ts';
import { providePostgres } from '../../engines/postgres/provide-postgres.ts';
import { serverUser } from '../../engines/postgres/server-user.ts';
import { madeOnce } from '../made-once.ts';
import { processName } from '../process-name.ts';
import { runOnce } from '../run-once.ts';
import type { LabState } from '../state-file.ts';
import { explainPostgres } from './explain-postgres.ts';
import { dataFolder, type PartPlan } from './plan.ts';

const shared = (file: string) => join(checkout, 'postgres', file);

/** Postgres on loopback, as nobody if root starts it. The superuser `lab` has no password: nobody can log in as it over TCP. */
export const plan: PartPlan = {
  part: 'postgres',
  engines: [],
  provide: async ({ say, signal }) => ({ postgres: await providePostgres({ say, signal }) }),
  prepare: async (state) => {
    const folder = dataFolder('postgres');
    if (serverUser()) openDataFolder(folder);
    else mkdirSync(folder, { recursive: true });
    const data = cluster();
    await madeOnce(data, (draft) => makeCluster(draft, state));
    refuseOtherMajor(data, state.env.POSTGRES_VERSION);
    writeFileSync(join(data, 'postgresql.conf'), readFileSync(shared('postgresql.conf'))); // keeps the owner: the server's user
    const id = state.processes.postgres;
    if (!id || !isAlive(id)) await setRoles(data, state);
  },
  command: (state) => {
    const where = { listen_addresses: '127.0.0.1', port: String(state.env.POSTGRES_PORT), unix_socket_directories: '' };
    const name = { cluster_name: processName('postgres', state.env) }; // in the list of processes, also of those that it starts
    const file = { name: undefined }; // it finds its files by the path that it is started by
    return { ...program(state, 'postgres', ['-D', cluster(), ...settings({ ...where, ...name })]), ...file };
  },
  explain: (lastLog) => explainPostgres(lastLog, dataFolder('postgres')),
  readyWithin: 60_000, // after a kill it first repeats what is in its log
  sharesMemory: true,
  stopSignal: 'SIGINT', // "fast": SIGTERM waits for every client to leave
};

/** Its files: a folder of their own, since it is made by a rename and belongs to the server's user. */
function cluster(): string {
  const folder = dataFolder('postgres');
  return join(existsSync(folder) ? realpathSync(folder) : folder, 'cluster'); // the server's user may not reach a link to it
}

/** An empty cluster with the database `shop`. */
async function makeCluster(draft: string, state: LabState): Promise<void> {
  mkdirSync(draft, { mode: 0o700 });
  const user = serverUser();
  if (user) chownSync(draft, user.uid, user.gid);
  const who = ['--username=lab', '--auth-local=trust', '--auth-host=scram-sha-256'];
  const how = ['--no-locale', '--encoding=UTF8', '--no-sync', '--no-instructions'];
  const initdb = program(state, 'initdb', ['-D', draft, ...who, ...how]);
  await runOnce('The files of Postgres cannot be made.', initdb, { explain: plan.explain });
  await single(draft, 'postgres', 'CREATE DATABASE shop;\n\n', state);
}

/** At every start, so that the passwords of `.env` always hold. */
async function setRoles(data: string, state: LabState): Promise<void> {
  const { env } = state;
  const passwords = { 'lab.shop_password': env.SHOP_PASSWORD, 'lab.observer_password': env.OBSERVER_PASSWORD };
  const set = Object.entries(passwords).map(([name, value]) => `SET ${name} = '${value}';\n\n`); // no quote is allowed in one
  await single(data, 'shop', `${set.join('')}${readFileSync(shared('roles.sql'), 'utf8')}`, state);
}

/** Runs statements without a server, as the superuser. */
function single(data: string, database: string, statements: string, state: LabState): Promise<void> {
  const only = { exit_on_error: 'on', log_checkpoints: 'off' };
  return runOnce(
    'The users of Postgres cannot be set.',
    program(state, 'postgres', ['--single', '-j', '-D', data, ...settings(only), database]),
    { input: statements, explain: plan.explain },
  );
}

function program(state: LabState, name: string, args: string[]) {
  const found = state.engines['postgres'];
  if (!found) throw new Error('postgres was not provided');
  const user = serverUser();
  return { file: join(found.path, name), args, cwd: '/', env: baseEnvironment(), ...(user && { user }) };
}

const settings = (values: Record<string, string>) =>
  Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/** Another major version does not read these files. */
function refuseOtherMajor(data: string, version: string): void {
  const file = join(data, 'PG_VERSION');
  const found = existsSync(file) ? readFileSync(file, 'utf8').trim() : 'no such file';
  const [major] = version.split('.');
  if (found === major) return;
  throw new LabError({
    what: 'The files of Postgres are of another major version.',
    expected: `${major} in ${file}`,
    found,
    next: "POSTGRES_VERSION of that version, or without the lab's data: npm run lab -- down --volumes",
  });
}
