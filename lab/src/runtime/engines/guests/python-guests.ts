import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { askProgram } from '../../../base/ask-program.ts';
import { LabError } from '../../../base/lab-error.ts';
import { cacheHome, checkout } from '../../../base/paths.ts';
import { findOnPath } from '../find-on-path.ts';
import { installWheel, wheelFolder } from '../install-wheel.ts';

/** A guest in Python: its folder under `guests/`, and the package whose version stands for it. */
export type PythonGuest = {
  part: 'guest-fastapi' | 'guest-fastapi-code' | 'guest-flask';
  title: string;
  folder: string;
  framework: string;
};

/** FastAPI 0.165 asks for it. */
const oldest = [3, 11] as const;

/** A Python that runs the guests: the interpreter itself, no shim before it. */
type Python = { path: string; version: string };

/** What this machine lacks to run a guest in Python: a Python that is new enough, and pip or venv, which provides pip. */
export async function lacksPython(guest: PythonGuest): Promise<string | undefined> {
  const found = await findPython();
  if (typeof found === 'string') return found;
  if (await frameworkIn(guest, await wheelFolder(placeOf(guest, found)))) return undefined;
  for (const module of ['pip', 'ensurepip'])
    if (!(await askProgram(found.path, ['-c', `import ${module}`])).failure) return undefined;
  return `Python ${found.version} has neither pip nor venv`;
}

/** The interpreter and the folder with a guest's packages, from pinned hashes. Throws a LabError. */
export async function providePython(
  guest: PythonGuest,
  options: { say: (line: string) => void; signal?: AbortSignal | undefined },
): Promise<Record<string, { path: string; origin: string; version: string }>> {
  const python = await findPython();
  if (typeof python === 'string') throw cannotInstall(guest, python);
  const { folder, version, origin } = await installWheel(
    {
      title: guest.title,
      ...placeOf(guest, python),
      runs: true,
      versionIn: (installed) => frameworkIn(guest, installed),
      fetching: `${guest.title}: fetching its packages by pip (some 10 MB, once)`,
      room: 'about 60 MB',
      failure: (cause, after) => cannotInstall(guest, cause, after),
    },
    options,
  );
  if (origin === 'built') await askProgram(python.path, ['-m', 'compileall', '-q', folder], { deadline: 120_000 }); // else the first start does it
  return {
    python: { path: python.path, origin: 'path', version: python.version },
    [guest.part]: { path: folder, origin, version },
  };
}

/** The interpreter on the PATH, or why it cannot be used. */
async function findPython(): Promise<Python | string> {
  const onPath = await findOnPath(['python3', 'python']);
  if (!onPath) return 'no Python on the PATH';
  const { stdout, failure } = await askProgram(onPath, [
    '-c',
    'import sys; print(sys.executable, *sys.version_info[:3])',
  ]);
  const [, path, major, minor, patch] = /^(.+) (\d+) (\d+) (\d+)$/.exec(stdout) ?? [];
  if (!path) return `${onPath} does not run: ${failure ?? stdout}`;
  const version = `${major}.${minor}.${patch}`;
  const isOld = Number(major) < oldest[0] || (Number(major) === oldest[0] && Number(minor) < oldest[1]);
  return isOld ? `Python ${version}, older than ${oldest.join('.')}` : { path, version };
}

/** Compiled packages fit one minor version of Python only. */
const placeOf = ({ part, folder }: PythonGuest, { version }: Python) => ({
  name: `${part}-python${version.split('.').slice(0, 2).join('.')}`,
  parent: join(cacheHome(), 'guests'),
  requirements: join(checkout, 'guests', folder, 'requirements.txt'),
});

/** The version of a guest's framework in a folder of packages; undefined if it is not there. */
async function frameworkIn({ framework }: PythonGuest, folder: string): Promise<string | undefined> {
  const names = await readdir(folder).catch(() => []);
  return names.map((name) => new RegExp(`^${framework}-([0-9.]+)[.]dist-info$`).exec(name)?.[1]).find(Boolean);
}

function cannotInstall({ title, part, folder }: PythonGuest, cause: string, after?: number): LabError {
  return new LabError({
    what: `The packages of the guest ${title} cannot be installed.`,
    expected: `those of guests/${folder}/requirements.txt, by Python ${oldest.join('.')} or newer with pip`,
    after,
    cause,
    next: `check that this machine reaches PyPI, or the lab without guests (${part} is one): npm start`,
    end: 'Nothing was started.',
  });
}
