import type { Fault } from '../fault.ts';
import { at, byFlags } from '../means/flags.ts';
import { onPanel, where } from '../sign.ts';

/** Orders of one item, the book, fail with 500. */
export const errorOneItem: Fault = {
  name: 'error-one-item',
  group: 'application',
  does: 'Orders of one item, the book, fail with 500.',
  means: byFlags('an error in the handler', [
    {
      name: 'error-one-item',
      rule: { and: [at('orders', 'POST /orders'), { '==': [{ var: 'item' }, 'book'] }] },
      value: 1,
    },
  ]),
  sign: {
    ...onPanel({
      panel: 'apm-error-share-by-route',
      show: { service: 'orders' },
      line: where('span_name', 'POST /orders'),
    }),
    look: 'errors of POST /orders, though not of every one',
    bound: { above: 0.1 },
  },
  within: { seen: 30, gone: 45 },
  counts: 'exact',
  cause:
    'It depends on the data of the request, which no metric has: an item is no label, because there are too many. Metrics say which route fails; what the failed requests have in common is in their traces and log lines.',
  game: {
    part: 'orders',
    level: 2,
    hints: [
      'One route fails, but not always.',
      'Compare what was bought in a failed purchase with one that went well.',
    ],
  },
};
