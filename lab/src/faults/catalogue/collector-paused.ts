import type { Fault } from '../fault.ts';
import { byPart } from '../means/parts.ts';
import { onPanel, where } from '../sign.ts';

/** The collector hangs: it keeps its connections and answers nothing. */
export const collectorPaused: Fault = {
  name: 'collector-paused',
  group: 'pipeline',
  does: 'The collector hangs: it keeps its connections and answers nothing.',
  means: byPart('collector', 'paused'),
  sign: {
    ...onPanel({ panel: 'pipeline-targets-up', line: where('job', 'otel-collector') }),
    look: 'otel-collector and its ports are down, although its process runs',
    bound: { below: 0.5 },
  },
  within: { seen: 25, gone: 60 },
  namedBy: { alert: 'TargetDown', hop: 'export' },
  counts: {
    wrong: 'stored once, by their ids; counted twice where the collector took a batch and hung before it could say so',
  },
  cause:
    'A process that hangs is worse than one that has ended: connections stay open, and callers wait for their timeouts. The services time out, keep their spans and send them again, each at most twice.',
  game: {
    part: 'collector',
    level: 2,
    hints: ['Everything ends at the same time, yet every process runs.', 'Which target does not answer?'],
  },
};
