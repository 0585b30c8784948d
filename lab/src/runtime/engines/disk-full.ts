import { describeSpace, freeSpace } from '../../base/free-space.ts';
import { LabError } from '../../base/lab-error.ts';

const FULL = /no space left on device|ENOSPC|disk quota exceeded|EDQUOT/i;

/** The file in `write /a/b: no space …` and in Node's `ENOSPC: …, mkdir '/a/b'`. */
const WRITTEN = /\b(?:write|open|mkdir|mkdirat|create|creating|rename|link|sync|copyfile|copying) '?(\/[^\s:']+)/;

/** The failure to show if output or an error reports a full disk; undefined otherwise. `fallback` is where we write. */
export async function diskFull(
  lines: readonly string[],
  fallback: string,
  after?: number,
  room = 'about 8 GB for downloaded modules, compiled packages and the finished engines',
): Promise<LabError | undefined> {
  const line = lines.find((candidate) => FULL.test(candidate));
  if (!line || line.startsWith('The disk is full')) return undefined;
  const folder = WRITTEN.exec(line)?.[1] ?? fallback; // the linker does not name the folder, and go prints $WORK for it
  const place = await freeSpace(folder);
  return new LabError({
    what: 'The disk is full: the engines cannot be provided.',
    expected: room,
    found: place ? describeSpace(place) : `no space left in ${folder}`,
    after,
    cause: line.trim(),
    next: `free some space, or: ${wayOut(folder)} npm start`,
    end: 'Incomplete files were removed; finished ones are kept.',
  });
}

/** The variables that move the folder of a path. Go's downloads live in GOMODCACHE; everything else (our cache, Go's build cache) follows XDG_CACHE_HOME on Linux. */
export function wayOut(folder: string): string {
  if (/\/pkg\/mod\b|module cache/.test(folder)) return 'GOMODCACHE=/another/disk/go-mod';
  return process.platform === 'darwin'
    ? 'XDG_CACHE_HOME=/another/disk GOCACHE=/another/disk/go-build'
    : 'XDG_CACHE_HOME=/another/disk';
}
