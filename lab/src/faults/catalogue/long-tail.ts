import type { Fault } from '../fault.ts';
import { at, byFlags } from '../means/flags.ts';
import { onPanel, where } from '../sign.ts';

/** A few requests for GET /chain of stock take very long; the others are as fast as ever. */
export const longTail: Fault = {
  name: 'long-tail',
  group: 'application',
  does: 'A few requests for GET /chain of stock take very long; the others are as fast as ever.',
  strength: { usual: 1500, min: 200, max: 2500, unit: 'ms' },
  means: byFlags('a pause before the handler, for 5 % of the requests', [
    { name: 'long-tail', rule: at('stock', 'GET /chain'), share: 5, value: 'strength' },
  ]),
  sign: {
    ...onPanel({ panel: 'apm-p99-by-route', show: { service: 'stock' }, line: where('span_name', 'GET /chain') }),
    look: 'p99 of GET /chain rises, while p50 stays where it was',
    bound: { above: 150 },
  },
  within: { seen: 60, gone: 60 },
  counts: 'exact',
  cause:
    'One request in twenty waits. Averages and medians hide it; p99 and the heatmap, where a second band appears, show it. Whoever needs ten such calls for one page meets it in two of five pages.',
  game: {
    part: 'stock',
    level: 2,
    hints: [
      'Most requests are as fast as before.',
      'Look at p99 of each service, then at the heatmap: where is a second band?',
    ],
  },
};
