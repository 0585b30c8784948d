import type { Fault } from '../fault.ts';
import { at, byFlags } from '../means/flags.ts';
import { onPanel, where } from '../sign.ts';

/** GET /chain of orders takes longer, every time. */
export const slowRoute: Fault = {
  name: 'slow-route',
  group: 'application',
  does: 'GET /chain of orders takes longer, every time.',
  strength: { usual: 600, min: 50, max: 2500, unit: 'ms' },
  means: byFlags('a pause before the handler', [
    { name: 'slow-route', rule: at('orders', 'GET /chain'), value: 'strength' },
  ]),
  sign: {
    ...onPanel({ panel: 'apm-p50-by-route', show: { service: 'orders' }, line: where('span_name', 'GET /chain') }),
    look: 'GET /chain of orders is far above its other routes',
    bound: { above: 40 },
  },
  within: { seen: 30, gone: 45 },
  counts: 'exact',
  cause:
    'The handler of orders waits before it does its work. Its callers are as slow as it is, those that it calls are not: in a trace, the span of orders is long and has a gap before its own call begins.',
  game: {
    part: 'orders',
    level: 1,
    hints: [
      'One route is slow, and only some services serve it.',
      'Open a trace of GET /chain: which span has time of its own?',
    ],
  },
};
