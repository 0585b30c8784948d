import type { Fault } from '../fault.ts';
import { byNetwork } from '../means/network.ts';
import { onPanel, where } from '../sign.ts';

/** Answers of orders come to gateway later. */
export const networkDelay: Fault = {
  name: 'network-delay',
  group: 'network',
  does: 'Answers of orders come to gateway later.',
  strength: { usual: 300, min: 50, max: 2500, unit: 'ms' },
  needs: ['network'],
  means: byNetwork('a toxic latency', 'orders', (ms) => [
    { type: 'latency', stream: 'downstream', attributes: { latency: ms } },
  ]),
  sign: {
    ...onPanel({ panel: 'apm-p50-by-route', show: { service: 'gateway' }, line: where('span_name', 'GET /chain') }),
    look: 'GET /chain of gateway is slow; that of orders, which it calls, is as fast as ever',
    bound: { above: 45 },
  },
  within: { seen: 45, gone: 60 },
  namedBy: { alert: 'GatewayChainLatencyBurn' },
  counts: 'exact',
  cause:
    'The time is spent between two services, so that neither has it in a span of its own: the span of the call (CLIENT, of gateway) is long, the span of its answer (SERVER, of orders) within is short. What lies between is the network, or a queue before the callee. Compare both sides of a call before you look for slow code.',
  game: {
    part: 'services-network',
    level: 3,
    hints: [
      'A service is slow, and nothing that it calls is.',
      'Compare the span of a call with the span that answers it.',
    ],
  },
};
