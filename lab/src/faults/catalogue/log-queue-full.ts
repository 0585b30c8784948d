import type { Fault } from '../fault.ts';
import { byCollectorLayer, exportersTo } from '../means/collector.ts';
import { onLoss } from '../sign.ts';

/** The queue before the log store is small, and nothing is taken from it. */
export const logQueueFull: Fault = {
  name: 'log-queue-full',
  group: 'pipeline',
  does: 'The queue before the log store is small, and nothing is taken from it.',
  needs: ['logs'],
  means: byCollectorLayer(
    'the exporter’s logs_endpoint leads nowhere, and its sending_queue.queue_size is 200',
    exportersTo('logs', '{ logs_endpoint: http://127.0.0.1:1, sending_queue: { queue_size: 200 } }'),
  ),
  sign: {
    ...onLoss('collector: log lines refused, sent again'),
    look: 'log lines that the receiver refused, sent again by the services',
    bound: { above: 0.1 },
  },
  within: { seen: 60, gone: 60 },
  namedBy: { alert: 'LogLinesRefused', hop: 'logs' },
  counts: 'exact',
  cause:
    'The log store is away and its queue is full: the receiver refuses log lines, and the services keep and repeat them. Spans have a queue of their own and do not wait behind lines. When the services’ queues for lines are full as well, lines are dropped, and counted as such.',
  game: {
    part: 'collector',
    level: 2,
    hints: ['One of three signals ends.', 'Whom does the collector refuse, and why?'],
  },
};
