import { LabError } from '../../base/lab-error.ts';
import type { Hop } from '../hop.ts';
import { inWords, lately, lostIn } from '../losses.ts';

/** Nothing that the lab accepted was lost just now. What senders must change themselves is named, and does not fail the check. */
export const lossesHop: Hop = {
  name: 'losses',
  title: 'nothing is lost on the way',
  expected: 'no valid data lost in the last 30 s',
  needs: ['prometheus'],
  walk: async ({ prometheus, stack, endpoints }) => {
    const [now, said] = await Promise.all([lostIn('30s', prometheus, stack), lately(prometheus, stack, endpoints)]);
    const worst = now.find(({ cause }) => cause === 'lab');
    if (worst) throw new LabError({ what: inWords(worst), cause: worst.why, next: worst.next });
    return said.length > 0 ? `in the last 15 min ${said.join('; ')}` : 'nothing left out, cut or refused in 15 min';
  },
};
