import type { Fault } from '../fault.ts';
import { at, byFlags } from '../means/flags.ts';
import { onPanel, where } from '../sign.ts';

/** stock computes for a while each second, and answers nothing meanwhile. */
export const blockedEventLoop: Fault = {
  name: 'blocked-event-loop',
  group: 'application',
  does: 'stock computes for a while each second, and answers nothing meanwhile.',
  strength: { usual: 400, min: 100, max: 900, unit: 'ms' },
  means: byFlags('a loop without a break in a timer', [
    { name: 'blocked-event-loop', rule: at('stock'), value: 'strength' },
  ]),
  sign: {
    ...onPanel({ panel: 'node-event-loop-delay', show: { service: 'stock' }, line: where('service_name', 'stock') }),
    look: 'the delay of stock is far above that of the others',
    bound: { above: 0.2 },
  },
  within: { seen: 30, gone: 60 },
  counts: 'exact',
  cause:
    'Node.js has one thread for JavaScript. While one piece of code computes, every request of that process waits, whatever its route: latency rises on all routes, and no span says why. The delay of the event loop does.',
  game: {
    part: 'stock',
    level: 2,
    hints: ['All routes of one service are slower at times.', 'Compare the services on the dashboard Node.js runtime.'],
  },
};
