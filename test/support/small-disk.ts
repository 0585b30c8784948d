import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own over a folder, until it is disposed of. */
export type SmallDisk = Disposable & {
  /** Writes a file that leaves this much room, bytes. */
  fill: (left: number) => void;
  /** Removes that file. */
  clear: () => void;
};

/** Why no disk can be mounted here; undefined if one can. */
export function whyNoDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'lab-disk-'));
  try {
    smallDisk(folder)[Symbol.dispose]();
    return undefined;
  } catch (error) {
    return `a small disk cannot be mounted here, which needs root on Linux: ${error}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Mounts an empty disk of 64 MiB, or another size, over a folder. Throws when that is not permitted. */
export function smallDisk(folder: string, size = '64m'): SmallDisk {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'pipe' });
  const filler = join(folder, 'filler');
  return {
    fill: (left) => {
      const { bavail, bsize } = statfsSync(folder);
      try {
        writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - left)));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error; // somebody else wrote meanwhile: it is full
      }
    },
    clear: () => rmSync(filler),
    [Symbol.dispose]: () => execFileSync('umount', ['--lazy', folder]),
  };
}
