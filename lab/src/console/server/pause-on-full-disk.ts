import { setTimeout as wait } from 'node:timers/promises';
import { ROOM_TO_START } from '../../base/free-space.ts';
import { describeError } from '../../base/poll.ts';
import { type Disks, fullDisk } from '../../check/full-disk.ts';
import { partNamed, type PartName } from '../../parts/parts.ts';
import { findLab } from '../../runtime/find-lab.ts';
import { EndedByForce } from '../../runtime/lab.ts';

/**
 * Stops each part that would be harmed by a full disk while the disk with its data is full, and starts it when there is room
 * again: meanwhile spans wait in the collector's queue. Looks every 2 s until the signal aborts. For native labs: the
 * console's container can stop nothing.
 */
export async function pauseOnFullDisk(lab: Disks & { parts: readonly PartName[] }, signal: AbortSignal): Promise<void> {
  const fragile = lab.parts.filter((part) => partNamed(part).harmedByFullDisk);
  await Promise.all(fragile.map((part) => pause(part, lab, signal)));
}

async function pause(part: PartName, disks: Disks, signal: AbortSignal): Promise<void> {
  let paused = false;
  while (!signal.aborted) {
    try {
      if (!paused && (await fullDisk(part, disks))) paused = await stop(part);
      else if (paused && !(await fullDisk(part, disks, ROOM_TO_START))) {
        await (await findLab()).start(part);
        paused = false;
      }
    } catch (error) {
      console.error(describeError(error)); // another command changes the lab: tried again
    }
    await wait(2_000, undefined, { signal }).catch(() => {});
  }
}

/** Stops the part unless somebody did. Returns whether it was running, or had died. */
async function stop(part: PartName): Promise<boolean> {
  const lab = await findLab();
  if ((await lab.status()).some((status) => status.part === part && status.state === 'stopped')) return false;
  await lab.stop(part).catch((error) => {
    if (!(error instanceof EndedByForce)) throw error;
  });
  return true;
}
