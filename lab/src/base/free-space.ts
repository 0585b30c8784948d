import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Failure } from './lab-error.ts';

/** With less room than this, bytes, a disk counts as full: an engine may fail to write its next file. */
export const ROOM = 20e6;

/** With this room, bytes, what was stopped on a full disk may start again. */
export const ROOM_TO_START = 2 * ROOM;

/** Room on a disk, bytes: what is free for this user, and the whole. `folder` is the one that was looked at. */
export type FreeSpace = { folder: string; free: number; size: number };

/** Free space where a path is, or where its nearest existing parent is. Undefined when none can be looked at. */
export async function freeSpace(path: string): Promise<FreeSpace | undefined> {
  for (let folder = path; ; folder = dirname(folder)) {
    const disk = await statfs(folder).catch(() => undefined);
    if (disk) return { folder, free: disk.bavail * disk.bsize, size: disk.blocks * disk.bsize };
    if (folder === dirname(folder)) return undefined;
  }
}

/** Free space in words: `12 MB free of 67 MB at /data`. */
export function describeSpace({ folder, free, size }: FreeSpace): string {
  return `${megabytes(free)} free of ${megabytes(size)} at ${folder}`;
}

/** The failure to show when a place has less room than this, bytes: `title` names whose data is there. Undefined if it has. */
export function noRoom(
  title: string,
  place: FreeSpace | undefined,
  room: number,
): (Failure & { found: string }) | undefined {
  if (!place || place.free >= room) return undefined;
  return {
    what: `${title} has no room for its data.`,
    expected: `at least ${room / 1e6} MB free`,
    found: describeSpace(place),
  };
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
