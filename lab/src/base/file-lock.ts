import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf, isAlive, type ProcessId } from './process-identity.ts';

/**
 * Takes a lock that other checkouts respect, so that the same engine is not compiled twice at once. The lock saves work only:
 * binaries are complete without it, because a rename puts them in place. A lock whose holder has ended is ignored.
 * `onWait` is called once with the holder's pid.
 */
export async function lock(
  file: string,
  options: { onWait: (pid: number) => void; signal?: AbortSignal | undefined; every?: number },
): Promise<AsyncDisposable> {
  await mkdir(dirname(file), { recursive: true });
  const me = identityOf(process.pid);
  const draft = `${file}.${process.pid}-${Math.random().toString(36).slice(2)}`;
  let reported = false;
  await writeFile(draft, JSON.stringify(me));
  try {
    for (;;) {
      options.signal?.throwIfAborted();
      try {
        await link(draft, file); // fails if the lock exists; the content is there from the first moment
        return { [Symbol.asyncDispose]: () => rm(file, { force: true }) };
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
      }
      const holder = await readHolder(file);
      if (holder && isAlive(holder)) {
        if (!reported) options.onWait(holder.pid);
        reported = true;
        await sleep(options.every ?? 500, undefined, { signal: options.signal });
      } else {
        await rename(file, `${draft}.stale`).catch(() => undefined); // somebody else may have removed it already
        await rm(`${draft}.stale`, { force: true });
      }
    }
  } finally {
    await rm(draft, { force: true });
  }
}

async function readHolder(file: string): Promise<ProcessId | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as ProcessId;
  } catch {
    return undefined; // deleted, or truncated by a power failure: nobody holds it
  }
}
