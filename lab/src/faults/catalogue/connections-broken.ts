import type { Fault } from '../fault.ts';
import { byNetwork } from '../means/network.ts';
import { onPanel, where } from '../sign.ts';

/** Connections from gateway to orders break off in the middle of an answer. */
export const connectionsBroken: Fault = {
  name: 'connections-broken',
  group: 'network',
  does: 'Connections from gateway to orders break off in the middle of an answer.',
  strength: { usual: 4, min: 1, max: 100, unit: 'kB of answers for each connection' },
  needs: ['network'],
  means: byNetwork('a toxic limit_data', 'orders', (kilobytes) => [
    { type: 'limit_data', stream: 'downstream', attributes: { bytes: kilobytes * 1000 } },
  ]),
  sign: {
    ...onPanel({
      panel: 'apm-error-share-by-route',
      show: { service: 'gateway' },
      line: where('span_name', 'GET /chain'),
    }),
    look: 'some requests for GET /chain of gateway fail with 502; those of orders succeed',
    bound: { above: 0.005 },
  },
  within: { seen: 45, gone: 60 },
  counts: { wrong: 'nothing is lost; for orders and stock a request whose answer was lost has succeeded' },
  cause:
    'A lossy network, a load balancer that ends connections, a proxy that restarts: some answers never arrive whole. The caller has an error, the callee has none, because for it the answer was sent. Errors that only one side of a call knows point at what is between. Whether such a call may be sent again depends on what it does.',
  game: {
    part: 'services-network',
    level: 3,
    hints: ['Errors that only one side of a call knows.', 'What do failed traces say of the side that answered?'],
  },
};
