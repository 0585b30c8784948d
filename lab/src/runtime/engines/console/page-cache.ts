import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** A build that nobody used for this long is removed, ms. Who uses one says so at its start and each hour. */
const KEPT = 24 * 3_600_000;

/** Says that a built page is in use, now and each hour from now on; does not keep the process alive. */
export async function useBuild(folder: string): Promise<void> {
  const touch = () => utimes(folder, new Date(), new Date());
  await touch();
  setInterval(() => void touch().catch(() => {}), 3_600_000).unref(); // gone: then it is not ours to keep
}

/** Removes builds that are not used any more, and drafts whose process is gone. */
export async function removeUnused(cache: string, now = Date.now()): Promise<void> {
  for (const name of await readdir(cache)) {
    const path = join(cache, name);
    const draft = Number(/^work-(\d+)$/.exec(name)?.[1] ?? 0);
    const unused = draft
      ? draft !== process.pid && !isRunning(draft)
      : /^[0-9a-f]{16}$/.test(name) && now - (await stat(path)).mtimeMs > KEPT;
    if (unused) await rm(path, { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // somebody else's
  }
}
