import type { Fault } from '../fault.ts';
import { byPart } from '../means/parts.ts';
import { onPanel } from '../sign.ts';

/** Tempo hangs: it takes connections and answers nothing. */
export const tempoPaused: Fault = {
  name: 'tempo-paused',
  group: 'pipeline',
  does: 'Tempo hangs: it takes connections and answers nothing.',
  stacks: ['tempo', 'both'],
  means: byPart('tempo', 'paused'),
  sign: {
    ...onPanel({ panel: 'pipeline-queue-depth', line: (labels) => labels['exporter'] === 'otlp_http/tempo' }),
    look: 'the queue in front of Tempo fills',
    bound: { above: 0.0002 },
  },
  within: { seen: 45, gone: 60 },
  namedBy: { alert: 'TargetDown', hop: 'store' },
  counts: 'exact',
  cause:
    'Each batch waits for its timeout and is sent again. The store may have taken it before it hung: then it has spans twice, which it counts once by their ids. The queue on disk bounds the memory of the collector.',
  game: {
    part: 'tempo',
    level: 2,
    hints: ['Numbers go on, traces do not; every process runs.', 'How full are the queues of the collector?'],
  },
};
