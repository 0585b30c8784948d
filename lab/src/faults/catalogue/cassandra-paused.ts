import type { Fault } from '../fault.ts';
import { byPart } from '../means/parts.ts';
import { onPanel } from '../sign.ts';

/** Cassandra hangs, so that Jaeger can store nothing. */
export const cassandraPaused: Fault = {
  name: 'cassandra-paused',
  group: 'pipeline',
  does: 'Cassandra hangs, so that Jaeger can store nothing.',
  stacks: ['jaeger', 'both'],
  means: byPart('cassandra', 'paused'),
  sign: {
    ...onPanel({ panel: 'pipeline-queue-depth', line: (labels) => labels['exporter'] === 'otlp_http/jaeger' }),
    look: 'the queue in front of Jaeger fills, although Jaeger itself runs',
    bound: { above: 0.0002 },
  },
  within: { seen: 60, gone: 90 },
  namedBy: { hop: 'store' },
  counts: 'exact',
  cause:
    'Jaeger takes spans only when its database has them, and refuses otherwise; the collector keeps them. The part that is slow is not the part that is broken: follow the data to its end.',
  game: {
    part: 'cassandra',
    level: 3,
    hints: ['Numbers go on, traces do not.', 'Which store refuses, and what does that store need itself?'],
  },
};
