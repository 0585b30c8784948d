import type { Fault } from '../fault.ts';
import { byPart } from '../means/parts.ts';
import { onPanel } from '../sign.ts';

/** Jaeger hangs: it takes connections and answers nothing. */
export const jaegerPaused: Fault = {
  name: 'jaeger-paused',
  group: 'pipeline',
  does: 'Jaeger hangs: it takes connections and answers nothing.',
  stacks: ['jaeger', 'both'],
  means: byPart('jaeger', 'paused'),
  sign: {
    ...onPanel({ panel: 'pipeline-queue-depth', line: (labels) => labels['exporter'] === 'otlp_http/jaeger' }),
    look: 'the queue in front of Jaeger fills',
    bound: { above: 0.0002 },
  },
  within: { seen: 45, gone: 60 },
  namedBy: { alert: 'TargetDown', hop: 'store' },
  counts: 'exact',
  cause:
    'Each batch waits for its timeout and is sent again. The store may have taken it before it hung: then it has spans twice, which it counts once by their ids. The queue on disk bounds the memory of the collector.',
  game: {
    part: 'jaeger',
    level: 2,
    hints: ['Numbers go on, traces do not; every process runs.', 'How full are the queues of the collector?'],
  },
};
