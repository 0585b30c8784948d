import type { Fault } from '../fault.ts';
import { at, byFlags } from '../means/flags.ts';
import { onPanel, where } from '../sign.ts';

/** GET /io_task of gateway waits for a slow disk. */
export const slowDisk: Fault = {
  name: 'slow-disk',
  group: 'application',
  does: 'GET /io_task of gateway waits for a slow disk.',
  strength: { usual: 1500, min: 200, max: 2500, unit: 'ms' },
  means: byFlags('a pause before the handler, for half of the requests', [
    { name: 'slow-disk', rule: at('gateway', 'GET /io_task'), share: 50, value: 'strength' },
  ]),
  sign: {
    ...onPanel({ panel: 'apm-p95-by-route', show: { service: 'gateway' }, line: where('span_name', 'GET /io_task') }),
    look: 'GET /io_task takes more than two seconds, where one is usual',
    bound: { above: 1800 },
  },
  within: { seen: 45, gone: 60 },
  namedBy: { alert: 'GatewayIoTaskLatencyBurn' },
  counts: 'exact',
  cause:
    'The route waits for what is not the processor: a disk, a lock, a connection. CPU is idle and the event loop is free, only this route is slow. Its span has no child that is slow: what it waits for is not instrumented. A span around it would say so.',
  game: {
    part: 'gateway',
    level: 1,
    hints: [
      'One route of one service is slow.',
      'Compare the routes by p95, then look at what the trace of a slow one does not say.',
    ],
  },
};
