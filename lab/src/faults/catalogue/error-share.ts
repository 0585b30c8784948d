import type { Fault } from '../fault.ts';
import { at, byFlags } from '../means/flags.ts';
import { onPanel, where } from '../sign.ts';

/** A share of the requests for GET /chain of stock fails with 500. */
export const errorShare: Fault = {
  name: 'error-share',
  group: 'application',
  does: 'A share of the requests for GET /chain of stock fails with 500.',
  strength: { usual: 30, min: 1, max: 100, unit: '%' },
  means: byFlags('an error in the handler', [
    { name: 'error-share', rule: at('stock', 'GET /chain'), share: 'strength', value: 1 },
  ]),
  sign: {
    ...onPanel({
      panel: 'apm-error-share-by-route',
      show: { service: 'stock' },
      line: where('span_name', 'GET /chain'),
    }),
    look: 'errors of GET /chain, also in orders and gateway, which call it',
    bound: { above: 0.005 },
  },
  within: { seen: 30, gone: 45 },
  counts: 'exact',
  cause:
    'stock throws an exception. Its callers pass the failure on, so that three services show errors for one fault: the last one of the trace that failed is where it arose, and its log has the stack.',
  game: {
    part: 'stock',
    level: 1,
    hints: [
      'Several services show errors, for one reason.',
      'Open a failed trace: which is the last span with an error?',
    ],
  },
};
