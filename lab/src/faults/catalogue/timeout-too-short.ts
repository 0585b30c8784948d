import type { Fault } from '../fault.ts';
import { at, byFlags } from '../means/flags.ts';
import { onPanel, where } from '../sign.ts';

/** orders waits 40 ms for stock, which needs 80 ms. */
export const timeoutTooShort: Fault = {
  name: 'timeout-too-short',
  group: 'application',
  does: 'orders waits 40 ms for stock, which needs 80 ms.',
  strength: { usual: 40, min: 5, max: 70, unit: 'ms' },
  means: byFlags('a timeout in orders, and a pause in stock', [
    { name: 'timeout-too-short', rule: at('stock', 'GET /chain'), value: 80 },
    { name: 'calls-timeout', rule: at('orders'), value: 'strength' },
  ]),
  sign: {
    ...onPanel({
      panel: 'apm-error-share-by-route',
      show: { service: 'orders' },
      line: where('span_name', 'GET /chain'),
    }),
    look: 'GET /chain of orders fails, while stock has no errors',
    bound: { above: 0.3 },
  },
  within: { seen: 30, gone: 45 },
  counts: 'exact',
  cause:
    'The caller gives up (504) before the callee is done, and the callee does its work for nobody. Only one of the two has errors: the one whose timeout is wrong. In the trace the span of the callee ends after that of its caller.',
  game: {
    part: 'orders',
    level: 2,
    hints: [
      'One service fails, the one behind it does not.',
      'What is the status of the failed requests, and how long did they take?',
    ],
  },
};
