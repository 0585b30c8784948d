import { get } from '../../backends/http.ts';
import { scenario } from '../../parts/scenarios.ts';
import { roles } from '../../parts/parts.ts';
import { describeError } from '../../base/poll.ts';
import { LabError } from '../../base/lab-error.ts';
import type { Hop } from '../hop.ts';
import { send } from '../request.ts';

/** The request that the check follows: through all three roles. */
export const followed = scenario('GET /chain');

/** Every role is ready and a fresh request through all of them is answered. */
export const appHop: Hop = {
  name: 'app',
  title: 'app answers',
  expected: 'gateway, orders and stock are ready; GET /chain answers 200',
  needs: [],
  walk: async (context) => {
    for (const role of roles) {
      const url = `${context.endpoints[role]}/readyz`;
      const found = await get(url).then((r) => (r.ok ? '' : `status ${r.status}`), describeError);
      if (found) {
        throw new LabError({
          what: `${url}: ${found}`,
          cause: `${role} is not running`,
          next: `npm run lab -- start ${role}`,
        });
      }
    }
    const sent = await send(followed, context.endpoints, context.run);
    context.sent = sent;
    context.answeredAt = performance.now();
    if (sent.status !== 200) {
      throw new LabError({
        what: `GET /chain: ${sent.status ?? sent.error}`,
        cause: 'a role cannot reach the next one',
        next: 'npm run lab -- logs gateway',
      });
    }
    return `GET /chain 200 in ${sent.duration.toFixed(0)} ms, trace ${sent.traceId}`;
  },
};
