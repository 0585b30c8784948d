import type { Fault } from '../fault.ts';
import { byNetwork } from '../means/network.ts';
import { onPanel } from '../sign.ts';

/** What the services send to the collector is lost on the way. */
export const collectorUnreachable: Fault = {
  name: 'collector-unreachable',
  group: 'network',
  does: 'What the services send to the collector is lost on the way.',
  needs: ['network'],
  means: byNetwork('a toxic timeout without an end', 'collector', () => [
    { type: 'timeout', stream: 'upstream', attributes: { timeout: 0 } },
  ]),
  sign: {
    ...onPanel({ panel: 'apm-request-rate' }),
    look: 'the request rate of every service is zero, though they answer; the collector runs and has nothing to do',
    bound: { below: 0.01 },
    absentIs: 0,
  },
  within: { seen: 45, gone: 60 },
  namedBy: { alert: 'ServiceSilent', hop: 'export' },
  counts: 'exact',
  cause:
    'A firewall rule, a wrong address, an expired certificate: services and collector are healthy, and nothing passes between them. No target is down, for Prometheus reaches the collector. What tells is silence: a rate that falls to zero for all services at once, and metrics that end. The spans wait in the services while their queues have room.',
  game: {
    part: 'services-network',
    level: 2,
    hints: [
      'All services fall silent at once, and all of them answer.',
      'What arrives at the collector, and what does it refuse?',
    ],
  },
};
