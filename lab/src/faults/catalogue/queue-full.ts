import type { Fault } from '../fault.ts';
import { byCollectorLayer, exportersTo } from '../means/collector.ts';
import { onPanel } from '../sign.ts';

/** The queue before the trace store is small, and nothing is taken from it. */
export const queueFull: Fault = {
  name: 'queue-full',
  group: 'pipeline',
  stacks: ['tempo', 'jaeger'], // with two stores a relay before each queue gives up, so that the other store goes on
  does: 'The queue before the trace store is small, and nothing is taken from it.',
  means: byCollectorLayer(
    'the exporter’s endpoint leads nowhere, and its sending_queue.queue_size is 400',
    exportersTo('traces', '{ endpoint: http://127.0.0.1:1, sending_queue: { queue_size: 400 } }'),
  ),
  sign: {
    ...onPanel({ panel: 'pipeline-queue-depth' }),
    look: 'the queue is full, and stays so',
    bound: { above: 0.6 },
  },
  within: { seen: 60, gone: 60 },
  namedBy: { alert: 'CollectorQueueFilling', hop: 'collector' },
  counts: {
    wrong: 'nothing is lost; what the full queue refuses is sent again, and counted each time',
  },
  cause:
    'A queue turns an outage into a delay, until it is full. Then the receiver refuses, the services keep their spans and send them again, and each repetition is counted once more, because counting comes before the queue. When their queues are full too, spans are dropped. A queue is as large as the longest outage times the rate of spans.',
  game: {
    part: 'collector',
    level: 2,
    hints: [
      'Numbers rise, traces do not come.',
      'How full is the queue before the store, and what happens once it is?',
    ],
  },
};
