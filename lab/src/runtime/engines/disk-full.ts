import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LabError } from '../../base/lab-error.ts';

const FULL = /no space left on device|ENOSPC|disk quota exceeded|EDQUOT/i;

/** The file in `write /a/b: no space …` and in Node's `ENOSPC: …, mkdir '/a/b'`. */
const WRITTEN = /\b(?:write|open|mkdir|mkdirat|create|creating|rename|link|sync|copyfile|copying) '?(\/[^\s:']+)/;

/** The failure to show if output or an error reports a full disk; undefined otherwise. `fallback` is where we write. */
export async function diskFull(
  lines: readonly string[],
  fallback: string,
  after?: number,
): Promise<LabError | undefined> {
  const line = lines.find((candidate) => FULL.test(candidate));
  if (!line || line.startsWith('The disk is full')) return undefined;
  const folder = WRITTEN.exec(line)?.[1] ?? fallback; // the linker does not name the folder, and go prints $WORK for it
  const place = await freeSpace(folder);
  return new LabError({
    what: 'The disk is full: the engines cannot be built.',
    expected: 'about 8 GB for downloaded modules, compiled packages and the finished engines',
    found: place
      ? `${megabytes(place.free)} free of ${megabytes(place.size)} at ${place.folder}`
      : `no space left in ${folder}`,
    after,
    cause: line.trim(),
    next: `free some space, or: ${wayOut(folder)} npm start`,
    end: 'Incomplete files were removed; finished ones are kept.',
  });
}

/** Go's downloads live in GOMODCACHE; everything else (our cache, Go's build cache) follows XDG_CACHE_HOME on Linux. */
function wayOut(folder: string): string {
  if (/\/pkg\/mod\//.test(folder)) return 'GOMODCACHE=/another/disk/go-mod';
  return process.platform === 'darwin'
    ? 'XDG_CACHE_HOME=/another/disk GOCACHE=/another/disk/go-build'
    : 'XDG_CACHE_HOME=/another/disk';
}

/** Free space where a path is, or where its nearest existing parent is. */
async function freeSpace(path: string): Promise<{ folder: string; free: number; size: number } | undefined> {
  for (let folder = path; ; folder = dirname(folder)) {
    const disk = await statfs(folder).catch(() => undefined);
    if (disk) return { folder, free: disk.bavail * disk.bsize, size: disk.blocks * disk.bsize };
    if (folder === dirname(folder)) return undefined;
  }
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
