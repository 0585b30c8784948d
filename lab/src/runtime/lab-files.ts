import { join } from 'node:path';
import { labHome } from '../base/paths.ts';

/** Folders and files of the labs of one home. `run` holds what the native runtime writes for engines to read,
 * `faults` what tells parts of faults that are on. */
export function labFiles(home: string = labHome()) {
  return {
    home,
    state: join(home, 'state.json'),
    lock: join(home, 'lock'),
    data: join(home, 'data'),
    logs: join(home, 'logs'),
    run: join(home, 'run'),
    faults: join(home, 'faults'),
  };
}
