import { userInfo } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { LabError } from './lab-error.ts';

/** Root of this checkout: where package.json and .env are. */
export const checkout = resolve(import.meta.dirname, '../../..');

/** Folder of a lab's state, data and logs. `LAB_HOME` moves it, so that several labs can run from one checkout. */
export function labHome(): string {
  return resolve(process.env['LAB_HOME'] || join(checkout, '.lab'));
}

/**
 * Folder for finished engine binaries and build caches, outside the repository (XDG base directory specification, which
 * ignores a path that is not absolute). Throws a LabError if this user has no home.
 */
export function cacheHome(): string {
  const stated = process.env['XDG_CACHE_HOME'] ?? '';
  return join(isAbsolute(stated) ? stated : join(userHome(), '.cache'), 'span-metrics-lab');
}

/** The user's home: HOME, else what the system has for this user. Throws a LabError if there is neither. */
function userHome(): string {
  const stated = process.env['HOME'] ?? '';
  if (isAbsolute(stated)) return stated;
  try {
    return userInfo().homedir;
  } catch (error) {
    throw new LabError({
      what: 'The lab has no folder for its cache: this user has no home.',
      expected: 'HOME, or XDG_CACHE_HOME',
      found: `neither; ${(error as Error).message}`,
      next: 'export XDG_CACHE_HOME=/another/folder, then the same command',
      end: 'Nothing was started.',
    });
  }
}
