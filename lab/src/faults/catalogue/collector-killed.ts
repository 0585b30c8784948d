import type { Fault } from '../fault.ts';
import { byPart } from '../means/parts.ts';
import { onPanel, where } from '../sign.ts';

/** The collector is killed. */
export const collectorKilled: Fault = {
  name: 'collector-killed',
  group: 'pipeline',
  does: 'The collector is killed.',
  means: byPart('collector', 'killed'),
  sign: {
    ...onPanel({ panel: 'pipeline-targets-up', line: where('job', 'otel-collector') }),
    look: 'otel-collector and its ports are down; other panels end',
    bound: { below: 0.5 },
  },
  within: { seen: 20, gone: 60 },
  namedBy: { alert: 'TargetDown', hop: 'export' },
  counts: {
    wrong: 'stored exactly; counted too few by what was counted since the last scrape, a second of load at most',
  },
  cause:
    'The services keep their spans, up to a limit, and send them when it is back; what it had taken is in its queue on disk. What it had counted since the last scrape is lost: calls may be fewer than stored spans by a second of load. Its counters begin anew, which rates survive and plain differences do not.',
  game: {
    part: 'collector',
    level: 1,
    hints: ['Everything ends at the same time.', 'Which target does not answer?'],
  },
};
