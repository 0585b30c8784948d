import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Where the disk of a path is mounted; of a path that does not exist yet, the disk of its nearest existing parent. */
export function mountPoint(path: string): string {
  let folder = resolve(path);
  while (deviceOf(folder) === undefined) folder = dirname(folder);
  const device = deviceOf(folder);
  while (folder !== dirname(folder) && deviceOf(dirname(folder)) === device) folder = dirname(folder);
  // macOS shows the folders of its data volume in those of the system's
  return process.platform === 'darwin' && !folder.startsWith('/Volumes/') ? '/System/Volumes/Data' : folder;
}

function deviceOf(folder: string): number | undefined {
  return statSync(folder, { throwIfNoEntry: false })?.dev;
}
