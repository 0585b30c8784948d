import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdirSync, realpathSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LabError } from '../../../base/lab-error.ts';
import { labHome } from '../../../base/paths.ts';

/** Where root keeps what another user must reach: root's own folders often are closed to everybody else. */
const OPEN = '/var/lib/span-metrics-lab';

/** Whether every user may go through a folder and all that are above it. Those that do not exist yet count as closed. */
export function isOpen(folder: string): boolean {
  if (!existsSync(folder)) return false;
  for (let at = realpathSync(folder); ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/** A folder of root that everybody may go through and only root may change. Throws a LabError if it is somebody else's. */
export function openFolder(name: string, root = OPEN): string {
  for (const folder of [root, join(root, name)]) {
    mkdirSync(folder, { recursive: true });
    const { uid, mode } = lstatSync(folder);
    if (uid !== process.getuid?.() || !lstatSync(folder).isDirectory() || (mode & 0o022) !== 0) {
      throw new LabError({
        what: 'A folder for Postgres can be changed by another user.',
        expected: `${folder} to be a folder that only root may write`,
        found: `it belongs to user ${uid}, mode ${(mode & 0o7777).toString(8)}`,
        next: `rm -r ${folder}, then the same command`,
        end: 'Nothing was started.',
      });
    }
    chmodSync(folder, 0o755); // whatever the umask
  }
  return join(root, name);
}

/**
 * Makes a folder of data that another user can go through: `folder` itself or, where that lies below a closed one, a link to
 * one of this lab's home among the open ones. `removeOpenData` removes what was linked.
 */
export function openDataFolder(folder: string, root = OPEN): void {
  mkdirSync(dirname(folder), { recursive: true });
  if (!existsSync(folder) && !isOpen(dirname(folder))) {
    rmSync(folder, { force: true }); // a link to what is gone
    openFolder('data', root);
    mkdirSync(openDataPath(root), { recursive: true });
    symlinkSync(openDataPath(root), folder);
  }
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755); // whatever the umask
}

/** Removes the data that is not in the lab's home but linked from it: only root's. */
export function removeOpenData(root = OPEN): void {
  if (process.getuid?.() === 0) rmSync(openDataPath(root), { recursive: true, force: true, maxRetries: 5 });
}

function openDataPath(root: string): string {
  const home = createHash('sha256').update(labHome()).digest('hex').slice(0, 12);
  return join(root, 'data', home);
}
