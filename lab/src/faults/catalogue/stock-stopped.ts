import type { Fault } from '../fault.ts';
import { byPart } from '../means/parts.ts';
import { onPanel, where } from '../sign.ts';

/** stock is stopped. */
export const stockStopped: Fault = {
  name: 'stock-stopped',
  group: 'pipeline',
  does: 'stock is stopped.',
  means: byPart('stock', 'stopped'),
  sign: {
    ...onPanel({
      panel: 'apm-error-share-by-route',
      show: { service: 'orders' },
      line: where('span_name', 'GET /chain'),
    }),
    look: 'GET /chain of orders fails with 502',
    bound: { above: 0.3 },
  },
  within: { seen: 30, gone: 60 },
  namedBy: { alert: 'ServiceSilent' },
  counts: { wrong: 'nothing is lost; a request that stock did not get has no span there' },
  cause:
    'Its callers get no connection and answer 502. stock itself shows nothing: no errors, no latency, no requests. Silence is a signal of its own, and needs an alert of its own.',
  game: {
    part: 'stock',
    level: 1,
    hints: ['Somebody is not there.', 'Which service has no new requests?'],
  },
};
