import { LabError } from '../../base/lab-error.ts';
import { receiverCountersIn } from '../../backends/collector-counters.ts';
import { readExposition } from '../../backends/exposition.ts';
import type { Hop } from '../hop.ts';
import { whyRefused } from '../refusal.ts';

/** The collector took the spans instead of refusing them. */
export const collectorHop: Hop = {
  name: 'collector',
  title: 'collector accepted them',
  expected: 'no span refused since the request',
  needs: ['export'],
  walk: async ({ endpoints, before, ...lab }) => {
    const own = await readExposition(endpoints.collectorTelemetry);
    const now = receiverCountersIn(own);
    const refused = now.refused - (before && before.accepted <= now.accepted ? before.refused : 0);
    if (refused > 0) {
      throw new LabError({ what: `${refused} spans refused`, ...(await whyRefused(own, { ...lab, endpoints })) });
    }
    return `${now.accepted} accepted since it started, none refused since the request`;
  },
};
