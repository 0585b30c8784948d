import type { Fault } from '../fault.ts';
import { byPart } from '../means/parts.ts';
import { onPanel, where } from '../sign.ts';

/** Kafka hangs. */
export const kafkaPaused: Fault = {
  name: 'kafka-paused',
  group: 'shop',
  does: 'Kafka hangs.',
  needs: ['shop'],
  means: byPart('kafka', 'paused'),
  sign: {
    ...onPanel({ panel: 'apm-error-share-by-route', line: where('span_name', 'POST /purchases') }),
    look: 'queued purchases fail with 503 after 3 s',
    bound: { above: 0.1 },
  },
  within: { seen: 60, gone: 90 },
  namedBy: { alert: 'EngineDown' },
  counts: 'exact',
  cause:
    'Whoever must answer now waits for its timeout and fails. What is already in a table goes on: orders writes its messages beside the order (outbox) and sends them when Kafka is back. That is what an outbox is for.',
  game: {
    part: 'kafka',
    level: 2,
    hints: ['One kind of purchase fails, the other does not.', 'What do the failed ones wait for?'],
  },
};
