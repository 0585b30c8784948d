import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { identityOf } from '../../base/process-identity.ts';

/** Removes the drafts `work-<pid>` and `work-<pid>-…` in a folder whose process has ended: their builds were killed. */
export async function removeAbandonedWork(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = Number(/^work-(\d+)(?:-|$)/.exec(name)?.[1] ?? 0);
    if (pid > 0 && !identityOf(pid)) await rm(join(folder, name), { recursive: true, force: true });
  }
}
