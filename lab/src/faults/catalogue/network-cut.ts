import type { Fault } from '../fault.ts';
import { byNetwork } from '../means/network.ts';
import { onPanel, where } from '../sign.ts';

/** What gateway sends to orders is lost on the way, and nobody is told. */
export const networkCut: Fault = {
  name: 'network-cut',
  group: 'network',
  does: 'What gateway sends to orders is lost on the way, and nobody is told.',
  needs: ['network'],
  means: byNetwork('a toxic timeout without an end', 'orders', () => [
    { type: 'timeout', stream: 'upstream', attributes: { timeout: 0 } },
  ]),
  sign: {
    ...onPanel({ panel: 'apm-p95-by-route', show: { service: 'gateway' }, line: where('span_name', 'GET /chain') }),
    look: 'GET /chain of gateway takes 3 s, its timeout, and fails with 504; orders answers others as ever',
    bound: { above: 2500 },
  },
  within: { seen: 45, gone: 60 },
  namedBy: { alert: 'GatewayAvailabilityBurn' },
  counts: { wrong: 'nothing is lost; a request that never reached orders has no span there' },
  cause:
    'A partition: both services work, and one does not reach the other. Nobody refuses the connection, so that each call waits for its timeout, as it does for a callee that hangs. The difference is that orders is healthy and answers whoever else reaches it, and that its traces begin without a caller.',
  game: {
    part: 'services-network',
    level: 3,
    hints: ['Requests wait for somebody who answers others at once.', 'Ask orders yourself, then through gateway.'],
  },
};
