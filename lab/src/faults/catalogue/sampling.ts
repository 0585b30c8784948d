import type { Fault } from '../fault.ts';
import { byFlags } from '../means/flags.ts';
import { onPanel } from '../sign.ts';

/** Only a share of the traces is kept, and metrics are made of those. */
export const sampling: Fault = {
  name: 'sampling',
  group: 'telemetry',
  does: 'Only a share of the traces is kept, and metrics are made of those.',
  strength: { usual: 10, min: 1, max: 50, unit: '%' },
  means: byFlags('a sampler TraceIdRatioBased in each service', [{ name: 'sampling', value: 'strength' }]),
  sign: {
    ...onPanel({ panel: 'apm-request-rate' }),
    look: 'the request rate falls, while the load does not',
    bound: { below: 0.6 },
    against: 'share',
  },
  within: { seen: 45, gone: 45 },
  counts: {
    wrong:
      'one in ten of the requests that begin their trace in the lab is stored and counted; a caller that has decided, as a check does, has all of its own',
  },
  cause:
    'Metrics that are made of spans count the spans that arrive. Whoever samples in the SDK has numbers that are too small by the share that was dropped, and errors that are missing. A check does not see it: its requests come with the decision to keep them, and a sampler follows its caller. Sample after the connector, in the collector, or let the connector weigh spans by the rate that their trace state says.',
  game: {
    part: 'gateway',
    level: 2,
    hints: [
      'Count requests where they are sent, and where they are shown.',
      'How many of ten requests of your own, sent with curl, do you find in the store?',
    ],
  },
};
