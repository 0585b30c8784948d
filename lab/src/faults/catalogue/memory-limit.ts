import type { Fault } from '../fault.ts';
import { byCollectorLayer } from '../means/collector.ts';
import { onLoss } from '../sign.ts';

/** The collector may use so little memory that it refuses spans. */
export const memoryLimit: Fault = {
  name: 'memory-limit',
  group: 'pipeline',
  does: 'The collector may use so little memory that it refuses spans.',
  means: byCollectorLayer(
    'processors.memory_limiter.limit_mib: 12',
    `processors:
  memory_limiter: { limit_mib: 12, spike_limit_mib: 4 }
`,
  ),
  sign: {
    ...onLoss('collector: refused, sent again'),
    look: 'spans that the receiver refused, sent again by the services',
    bound: { above: 0.1 },
  },
  within: { seen: 60, gone: 90 },
  namedBy: { alert: 'SpansRefused' },
  counts: 'exact',
  cause:
    'The memory limiter refuses before the process runs out of memory: services keep what was refused and send it again, so that nothing is lost while their queues have room. It shows as refusals, then as full queues of the services, and at last as dropped spans.',
  game: {
    part: 'collector',
    level: 3,
    hints: ['Spans come late, or not at all.', 'What does the collector answer to those who send?'],
  },
};
