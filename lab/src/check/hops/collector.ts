import { LabError } from '../../base/lab-error.ts';
import { receiverCounters } from '../../backends/collector-counters.ts';
import type { Hop } from '../hop.ts';

/** The collector took the spans instead of refusing them. */
export const collectorHop: Hop = {
  name: 'collector',
  title: 'collector accepted them',
  expected: 'no span refused since the request',
  needs: ['export'],
  walk: async ({ endpoints, before }) => {
    const now = await receiverCounters(endpoints.collectorTelemetry);
    const refused = now.refused - (before && before.accepted <= now.accepted ? before.refused : 0);
    if (refused > 0) {
      throw new LabError({
        what: `${refused} spans refused`,
        cause: 'a full sending queue or the memory limiter; the SDK retries, so counts may be too high',
        next: 'npm run lab -- logs collector',
      });
    }
    return `${now.accepted} accepted since it started, none refused since the request`;
  },
};
