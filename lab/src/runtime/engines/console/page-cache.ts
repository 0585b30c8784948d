import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { removeAbandonedWork } from '../abandoned-work.ts';

/** A build that was not used for this long is removed, ms. Its users mark it at their start and every hour. */
const KEPT = 24 * 3_600_000;

/** Marks a built page as in use, now and every hour, if that is allowed; does not keep the process alive. */
export async function useBuild(folder: string): Promise<void> {
  // it may have been removed: nothing to mark then; or be another user's, who keeps it
  const touch = () => utimes(folder, new Date(), new Date()).catch(() => {});
  await touch();
  setInterval(() => void touch(), 3_600_000).unref();
}

/** Removes builds that are no longer used, and drafts whose process has ended. */
export async function removeUnused(cache: string, now = Date.now()): Promise<void> {
  await removeAbandonedWork(cache);
  for (const name of await readdir(cache)) {
    const path = join(cache, name);
    if (/^[0-9a-f]{16}$/.test(name) && now - (await stat(path)).mtimeMs > KEPT)
      await rm(path, { recursive: true, force: true });
  }
}
