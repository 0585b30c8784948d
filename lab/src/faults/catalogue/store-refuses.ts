import type { Fault } from '../fault.ts';
import { byCollectorLayer, exportersTo } from '../means/collector.ts';
import { onLoss } from '../sign.ts';

/** The collector sends spans in a form that no store takes. */
export const storeRefuses: Fault = {
  name: 'store-refuses',
  group: 'pipeline',
  does: 'The collector sends spans in a form that no store takes.',
  means: byCollectorLayer(
    'the exporter’s header Content-Encoding is br',
    exportersTo('traces', '{ headers: { Content-Encoding: br } }'),
  ),
  sign: {
    ...onLoss('collector: failed to send'),
    look: 'spans that a store refused for good',
    bound: { above: 0.1 },
  },
  within: { seen: 45, gone: 60 },
  namedBy: { alert: 'SpansLost', hop: 'store' },
  counts: { wrong: 'counted is right; what was sent meanwhile is stored nowhere' },
  cause:
    'An outage ends, so that it is waited for; a refusal does not, so that the spans are dropped at once. A wrong path, a missing tenant, an encoding that the other side does not know after an update: the answer is a 4xx, and each batch is gone. Metrics go on, because they are made before. Alert on what an exporter failed to send, not on full queues alone.',
  game: {
    part: 'collector',
    level: 2,
    hints: [
      'Numbers go on, traces do not, and nothing waits.',
      'What does the collector write into its log about its exporter?',
    ],
  },
};
