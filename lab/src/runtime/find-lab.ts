import { LabError } from '../base/lab-error.ts';
import { findDockerLab } from './docker/find-docker-lab.ts';
import { RecordedLab } from './events/recorded-lab.ts';
import type { Lab } from './lab.ts';
import { NativeLab } from './native/native-lab.ts';
import { labFiles } from './lab-files.ts';
import { isStale, readState } from './native/state-file.ts';

/** There is no lab of this checkout. */
export class NoLab extends LabError {}

/**
 * The lab that runs from this checkout, on whichever runtime. Throws NoLab if there is none.
 * With `partly`, a lab without a running process counts too, so that it can be repaired or taken down.
 */
export async function findLab({ partly = false } = {}): Promise<RecordedLab> {
  return new RecordedLab(await find(partly));
}

async function find(partly: boolean): Promise<Lab> {
  const state = readState();
  if (state && !isStale(state)) return new NativeLab(state);
  const containers = await findDockerLab({ partly });
  if (containers.lab) return containers.lab;
  if (state && partly) return new NativeLab(state);
  const [other] = containers.others;
  throw new NoLab({
    what: 'No lab is running.',
    expected: `a lab started from this checkout`,
    found: [
      state
        ? `the state of a lab from ${state.startedAt}, but none of its processes (${labFiles().state})`
        : `no state in ${labFiles().home}`,
      ...(other ? [`compose project ${other}, which is not selected`] : []),
      ...(containers.unasked ? [`no answer from Docker: ${containers.unasked}`] : []),
    ].join('; '),
    next: other ? `npm start, or: COMPOSE_PROJECT_NAME=${other} npm run status` : 'npm start',
  });
}
