import { LabError } from '../base/lab-error.ts';
import { faultsOn } from '../faults/switch.ts';
import type { Lab } from '../runtime/lab.ts';
import { refuseDuringGame } from './game-file.ts';

/** Throws a LabError if no game can begin in this lab: one is on, or a fault is. */
export function refuseGame(lab: Pick<Lab, 'faultsFolder'>): void {
  refuseDuringGame(lab);
  const on = faultsOn(lab);
  if (on.length === 0) return;
  throw new LabError({
    what: 'A game day begins in a lab in which nothing is broken.',
    expected: 'no fault',
    found: on.map(({ name }) => name).join(', '),
    next: 'npm run lab -- heal',
  });
}
