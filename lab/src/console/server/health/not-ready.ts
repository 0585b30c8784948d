import { whyNotReady } from '../../../backends/ready.ts';
import type { Endpoints, PartName } from '../../../parts/parts.ts';

/** How long a readiness probe may take, ms: the picture is updated every second. */
const LIMIT = 1_500;

/** Why a part is not ready; undefined if it is. */
export function notReady(part: PartName, endpoints: Endpoints): Promise<string | undefined> {
  return whyNotReady(part, endpoints, LIMIT);
}
