import { whyNotReady } from '../../../backends/ready.ts';
import type { Endpoints, PartName } from '../../../parts/parts.ts';

/** How long a part may take to say that it is there, ms: the picture is renewed every second. */
const LIMIT = 1_500;

/** What was found instead of a ready part; undefined if all is well. */
export function notReady(part: PartName, endpoints: Endpoints): Promise<string | undefined> {
  return whyNotReady(part, endpoints, LIMIT);
}
