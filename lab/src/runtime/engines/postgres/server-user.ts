import { spawnSync } from 'node:child_process';
import { LabError } from '../../../base/lab-error.ts';
import type { ServerUser } from '../../native/processes.ts';

/**
 * The user that Postgres runs as: it refuses root, and initdb wants one that the system knows, so for root it is nobody.
 * Undefined for everybody else: Postgres runs as who starts the lab.
 */
export function serverUser(isRoot = process.getuid?.() === 0): ServerUser | undefined {
  if (!isRoot) return undefined;
  const [uid, gid] = ['-u', '-g'].map((which) => idOf(which));
  if (uid !== undefined && gid !== undefined) return { uid, gid };
  throw new LabError({
    what: 'Postgres cannot run: it refuses root, and there is no user nobody.',
    expected: 'a user nobody, as which root starts it',
    found: 'no number from: id -u nobody',
    next: 'start the lab as another user than root, or without the shop: npm start',
    end: 'Nothing was started.',
  });
}

/** macOS has other numbers than Linux. */
function idOf(which: string): number | undefined {
  const { stdout } = spawnSync('id', [which, 'nobody'], { encoding: 'utf8' });
  return /^-?\d+\s*$/.test(stdout ?? '') ? Number(stdout) >>> 0 : undefined;
}
