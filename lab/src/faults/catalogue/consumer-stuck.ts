import type { Fault } from '../fault.ts';
import { byPart } from '../means/parts.ts';
import { onPanel } from '../sign.ts';

/** fulfilment hangs: it stays in its group and handles nothing. */
export const consumerStuck: Fault = {
  name: 'consumer-stuck',
  group: 'shop',
  does: 'fulfilment hangs: it stays in its group and handles nothing.',
  needs: ['shop'],
  means: byPart('fulfilment', 'paused'),
  sign: {
    ...onPanel({ panel: 'purchase-waiting' }),
    look: 'the oldest message waits longer and longer',
    bound: { above: 8 },
  },
  within: { seen: 60, gone: 90 },
  namedBy: { alert: 'ConsumerLag' },
  counts: 'exact',
  cause:
    'Customers get their 202 as fast as ever; the work is not done. No request fails, so no error rate shows it: only the age of the oldest message does. When its session times out, Kafka gives its partitions to others, of which there are none.',
  game: {
    part: 'fulfilment',
    level: 2,
    hints: ['Everything is accepted, little is delivered.', 'Which queue grows, and who should empty it?'],
  },
};
