import type { Fault } from '../fault.ts';
import { byNetwork } from '../means/network.ts';
import { onPanel } from '../sign.ts';

/** What the services send to the collector arrives later. */
export const collectorSlow: Fault = {
  name: 'collector-slow',
  group: 'network',
  does: 'What the services send to the collector arrives later.',
  strength: { usual: 3000, min: 500, max: 8000, unit: 'ms' },
  needs: ['network'],
  means: byNetwork('a toxic latency', 'collector', (ms) => [
    { type: 'latency', stream: 'upstream', attributes: { latency: ms } },
  ]),
  sign: {
    ...onPanel({ panel: 'pipeline-sdk-queue' }),
    look: 'the queues of the services are fuller: spans wait until an export is answered',
    bound: { above: 0.003 },
  },
  within: { seen: 60, gone: 60 },
  counts: 'exact',
  cause:
    'An SDK exports in the background, so that no request waits for a slow collector. Spans do: each batch takes as long as its answer, and what ends meanwhile waits in a queue that has a bound. Numbers and traces come late first, and are missing only once the queue is full.',
  game: {
    part: 'services-network',
    level: 3,
    hints: [
      'Requests are as fast as ever, what is shown of them is late.',
      'Where do spans wait before they reach the collector?',
    ],
  },
};
