import type { Failure } from '../../../base/lab-error.ts';
import { type PartName, titleOf } from '../../../parts/parts.ts';

/** What people read about a part that does not answer; `does` is what it should do, `found` what came instead. */
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
