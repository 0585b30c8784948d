import type { Fault } from '../fault.ts';
import { byPart } from '../means/parts.ts';
import { onPanel, where } from '../sign.ts';

/** orders hangs: it takes connections and answers nothing. */
export const ordersPaused: Fault = {
  name: 'orders-paused',
  group: 'pipeline',
  does: 'orders hangs: it takes connections and answers nothing.',
  means: byPart('orders', 'paused'),
  sign: {
    ...onPanel({ panel: 'apm-p95-by-route', show: { service: 'gateway' }, line: where('span_name', 'GET /chain') }),
    look: 'GET /chain of gateway takes 3 s, its timeout, and fails with 504',
    bound: { above: 2500 },
  },
  within: { seen: 45, gone: 60 },
  namedBy: { alert: 'ServiceSilent' },
  counts: { wrong: 'nothing is lost; what was sent meanwhile is answered, with its spans, when it goes on, to nobody' },
  cause:
    'The system still accepts connections for a process that does not run, so its callers wait for their timeout. Their latency is exactly that timeout, which is the mark of a callee that hangs. What was sent to it is answered when it goes on, to nobody.',
  game: {
    part: 'orders',
    level: 2,
    hints: ['Requests take suspiciously equal times.', 'Which timeout is that, and who is waited for?'],
  },
};
