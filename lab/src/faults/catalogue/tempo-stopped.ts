import type { Fault } from '../fault.ts';
import { byPart } from '../means/parts.ts';
import { onPanel, where } from '../sign.ts';

/** Tempo is stopped. */
export const tempoStopped: Fault = {
  name: 'tempo-stopped',
  group: 'pipeline',
  does: 'Tempo is stopped.',
  stacks: ['tempo', 'both'],
  means: byPart('tempo', 'stopped'),
  sign: {
    ...onPanel({ panel: 'pipeline-targets-up', line: where('job', 'tempo') }),
    look: 'tempo is down; the queue of the collector fills',
    bound: { below: 0.5 },
  },
  within: { seen: 20, gone: 60 },
  namedBy: { alert: 'TargetDown', hop: 'store' },
  counts: 'exact',
  cause:
    'The collector keeps what Tempo does not take, on disk, and tries again without end. Metrics go on: they are made before the queue. New traces are missing until it is back, then all of them are there.',
  game: {
    part: 'tempo',
    level: 1,
    hints: ['Numbers go on, traces do not.', 'How full are the queues of the collector?'],
  },
};
