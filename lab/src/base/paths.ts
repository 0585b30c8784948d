import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Root of this checkout: where package.json and .env are. */
export const checkout = resolve(import.meta.dirname, '../../..');

/** Folder of a lab's state, data and logs. `LAB_HOME` moves it, so that several labs can run from one checkout. */
export function labHome(): string {
  return resolve(process.env['LAB_HOME'] ?? join(checkout, '.lab'));
}

/** Folder for finished engine binaries and build caches, outside the repository (XDG base directory specification). */
export function cacheHome(): string {
  const base = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(base, 'span-metrics-lab');
}
