import type { Fault } from '../fault.ts';
import type { Sources } from '../sign.ts';
import { byPart } from '../means/parts.ts';

/** Prometheus is stopped. */
export const prometheusStopped: Fault = {
  name: 'prometheus-stopped',
  group: 'pipeline',
  does: 'Prometheus is stopped.',
  means: byPart('prometheus', 'stopped'),
  sign: {
    panel: 'pipeline-targets-up',
    read: answers,
    look: 'no panel has data; after the heal all of them have a gap',
    bound: { below: 0.5 },
  },
  within: { seen: 20, gone: 60 },
  namedBy: { hop: 'prometheus' },
  counts: 'exact',
  cause:
    'Traces go on, and the collector goes on counting: its counters are cumulative, so that after the gap totals are right. Rates within the gap are not known and are never made up. Alerts do not fire while nobody evaluates them: a heartbeat that ends is what tells.',
  game: {
    part: 'prometheus',
    level: 1,
    hints: ['Traces are there.', 'Who answers the questions of the panels?'],
  },
};

function answers({ prometheus }: Sources): Promise<number> {
  return prometheus.query('vector(1)').then(
    () => 1,
    () => 0,
  );
}
