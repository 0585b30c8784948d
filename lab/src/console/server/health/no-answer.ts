import type { Failure } from '../../../base/lab-error.ts';
import { type PartName, titleOf } from '../../../parts/parts.ts';

/** The failure of a part that does not answer; `does` is the expected behaviour, `found` what was found instead. */
export function noAnswer(part: PartName, does: string, found: string): Failure {
  const title = titleOf(part);
  return {
    what: `${title} does not answer.`,
    expected: `${title} ${does}`,
    found,
    cause: `${title} is not running, or not ready yet`,
    next: `npm run lab -- start ${part}`,
  };
}
