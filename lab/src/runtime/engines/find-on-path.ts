import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** The first executable file of one of these names on the PATH. */
export async function findOnPath(
  names: readonly string[],
  path = process.env['PATH'] ?? '',
): Promise<string | undefined> {
  for (const name of names) {
    for (const folder of path.split(delimiter).filter(isAbsolute)) {
      if (await isExecutable(join(folder, name))) return join(folder, name);
    }
  }
  return undefined;
}

/** Whether a path is a file that may be run. */
export async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
