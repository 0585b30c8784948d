import { join } from 'node:path';
import { getJson } from '../backends/http.ts';
import { type FreeSpace, freeSpace, noRoom, ROOM } from '../base/free-space.ts';
import type { Failure } from '../base/lab-error.ts';
import { type Endpoints, keeperOf, type PartName, type RuntimeName, titleOf } from '../parts/parts.ts';
import { labFiles } from '../runtime/lab-files.ts';

/** A lab whose disks are looked at. */
export type Disks = { runtime: RuntimeName; endpoints: Pick<Endpoints, 'console'> };

/**
 * The failure to show when the disk with a part's data is full, its own or its database's: which folder, how full, what to
 * do. Undefined while there is room, and where nobody can look at it.
 */
export async function fullDisk(
  part: PartName,
  disks: Disks,
  room = ROOM,
): Promise<(Failure & { found: string; next: string }) | undefined> {
  const keeper = keeperOf(part);
  if (!keeper) return undefined;
  const title = titleOf(keeper);
  const full = noRoom(title, await spaceOf(keeper, disks), room);
  if (!full) return undefined;
  const there = disks.runtime === 'native' ? 'there' : 'where Docker keeps its volumes (docker system df)';
  return {
    ...full,
    next: `free some space ${there}, and ${title} continues by itself; or delete the lab's data: npm run lab -- down --volumes`,
  };
}

/** The room that a part has for its data. Volumes of containers are seen by the console's container only, which is asked. */
async function spaceOf(part: PartName, { runtime, endpoints }: Disks): Promise<FreeSpace | undefined> {
  const volumes = process.env['LAB_DATA'];
  if (runtime === 'native') return freeSpace(join(labFiles().data, part));
  if (volumes) {
    const space = await freeSpace(join(volumes, part));
    return space && { ...space, folder: `the volume of ${titleOf(part)}` };
  }
  if (!endpoints.console) return undefined;
  const spaces = getJson<Partial<Record<PartName, FreeSpace>>>('console', `${endpoints.console}/api/room`);
  return (await spaces.catch(() => undefined))?.[part];
}

/** The room of each part that keeps data. */
export async function roomOf(parts: readonly PartName[], disks: Disks): Promise<Partial<Record<PartName, FreeSpace>>> {
  const keepers = parts.filter((part) => keeperOf(part) === part);
  return Object.fromEntries(await Promise.all(keepers.map(async (part) => [part, await spaceOf(part, disks)])));
}
