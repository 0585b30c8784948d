import { get } from '../../backends/http.ts';
import { journeys } from '../../catalog/journeys.ts';
import { roles } from '../../catalog/parts.ts';
import { describeError } from '../../catalog/poll.ts';
import { type Hop, HopFailure } from '../hop.ts';
import { send } from '../request.ts';

/** The request that the check follows: through all three roles. */
export const followed = journeys.find((j) => j.path === '/chain')!;

/** Every role is ready and a fresh request through all of them is answered. */
export const appHop: Hop = {
  name: 'app',
  title: 'app answers',
  expected: 'gateway, orders and stock are ready; GET /chain answers 200',
  needs: [],
  walk: async (journeying) => {
    for (const role of roles) {
      const url = `${journeying.endpoints[role]}/readyz`;
      const found = await get(url).then((r) => (r.ok ? '' : `status ${r.status}`), describeError);
      if (found) {
        throw new HopFailure(`${url}: ${found}`, {
          cause: `${role} is not running`,
          next: `npm run lab -- start ${role}`,
        });
      }
    }
    const sent = await send(followed, journeying.endpoints, journeying.run);
    journeying.sent = sent;
    journeying.answeredAt = performance.now();
    if (sent.status !== 200) {
      throw new HopFailure(`GET /chain: ${sent.status ?? sent.error}`, {
        cause: 'a role cannot reach the next one',
        next: 'npm run lab -- logs gateway',
      });
    }
    return `GET /chain 200 in ${sent.duration.toFixed(0)} ms, trace ${sent.traceId}`;
  },
};
