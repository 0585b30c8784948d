import { checkout } from '../../../base/paths.ts';
import { goEngine } from '../../../parts/engines.ts';
import { findOnPath } from '../../engines/find-on-path.ts';
import { findEngine } from '../../engines/provide-engines.ts';
import { guestEnvironment } from './guest.ts';
import { binaryOf, type PartPlan } from './plan.ts';

/** The guest Go: built as the engines are. */
export const plan: PartPlan = {
  part: 'guest-go',
  engines: ['guest-go'],
  after: ['collector'], // five more programs at once would make the engines late
  lacks: async () => {
    const engine = goEngine('guest-go');
    if (await findEngine(engine, engine.version!, () => {})) return undefined;
    // without Go, pip fetches one (docs/engines.md)
    return (await findOnPath(['go', 'python3', 'python']))
      ? undefined
      : 'no Go on the PATH, and no Python to fetch one';
  },
  command: (state) => ({
    file: binaryOf(state, 'guest-go'),
    args: [],
    cwd: checkout,
    env: guestEnvironment('guest-go', state, '1.0.0'),
  }),
  endsWithin: 7_000, // it answers what it has begun, and sends its last spans
};
