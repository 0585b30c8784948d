import { canBeAsked, whyNotReady } from '../../backends/ready.ts';
import { scenario } from '../../parts/scenarios.ts';
import { appRoles, workers } from '../../parts/parts.ts';
import { LabError } from '../../base/lab-error.ts';
import type { Hop } from '../hop.ts';
import { send } from '../request.ts';

/** The request that the check follows: through every role. */
export const followed = scenario('GET /chain');

/** Every role is ready and a new request through all of them is answered. */
export const appHop: Hop = {
  name: 'app',
  title: 'app answers',
  expected: `${new Intl.ListFormat('en-GB').format(appRoles)} are ready; ${followed.route} answers 200`,
  needs: [],
  walk: async (context) => {
    const own = workers.filter((worker) => context.parts.includes(worker) && canBeAsked(worker, context.endpoints));
    for (const role of [...appRoles, ...own]) {
      const found = await whyNotReady(role, context.endpoints);
      if (found) {
        throw new LabError({
          what: `${role}: ${found}`,
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
        what: `${followed.route}: ${sent.status ?? sent.error}`,
        cause: 'a role cannot reach the next one',
        next: 'npm run lab -- logs gateway',
      });
    }
    return `${followed.route} 200 in ${sent.duration.toFixed(0)} ms, trace ${sent.traceId}`;
  },
};
