import type { Fault } from '../fault.ts';
import { at, byFlags } from '../means/flags.ts';
import { onPanel, where } from '../sign.ts';

/** A third of the requests for GET /chain of stock hangs for seconds, and everybody waits for it. */
export const timeoutTooLong: Fault = {
  name: 'timeout-too-long',
  group: 'application',
  does: 'A third of the requests for GET /chain of stock hangs for seconds, and everybody waits for it.',
  strength: { usual: 8, min: 4, max: 20, unit: 's' },
  means: byFlags('a pause in stock, and timeouts of 30 s', [
    { name: 'timeout-too-long', rule: at('stock', 'GET /chain'), share: 30, value: 'strength' },
    { name: 'calls-patient', value: 30_000 },
  ]),
  sign: {
    ...onPanel({ panel: 'apm-p95-by-route', show: { service: 'gateway' }, line: where('span_name', 'GET /chain') }),
    look: 'GET /chain of gateway takes longer than its timeout of 3 s would allow',
    bound: { above: 3500 },
  },
  within: { seen: 60, gone: 60 },
  counts: 'exact',
  cause:
    'Without a timeout a hanging callee becomes everybody’s: requests pile up in each service in front of it, with their connections and memory. A timeout of 3 s would make errors of it at once, which is better: errors are counted, and the others go on.',
  game: {
    part: 'stock',
    level: 2,
    hints: [
      'Nothing fails, which is a part of the problem.',
      'How long may a call take? Which span of a slow trace has time of its own?',
    ],
  },
};
