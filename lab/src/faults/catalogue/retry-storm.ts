import type { Fault } from '../fault.ts';
import { at, byFlags } from '../means/flags.ts';
import { linesOfPanel } from '../sign.ts';

/** stock fails most requests for GET /chain, and orders repeats each failed call at once, up to five times. */
export const retryStorm: Fault = {
  name: 'retry-storm',
  group: 'application',
  does: 'stock fails most requests for GET /chain, and orders repeats each failed call at once, up to five times.',
  strength: { usual: 70, min: 30, max: 100, unit: '%' },
  means: byFlags('an error in stock, and calls of orders that are repeated without a pause', [
    { name: 'retry-storm', rule: at('stock', 'GET /chain'), share: 'strength', value: 1 },
    { name: 'calls-retried', rule: at('orders'), value: 5 },
  ]),
  sign: {
    panel: 'apm-rate-by-route',
    show: { service: 'stock' },
    look: 'stock is asked for GET /chain several times as often as orders is',
    read: async (sources, at) => {
      const rateIn = async (service: string) =>
        (await linesOfPanel({ panel: 'apm-rate-by-route', show: { service } }, sources, at)).find(
          ({ labels }) => labels['span_name'] === 'GET /chain',
        )?.value;
      const [asked, asks] = [await rateIn('stock'), await rateIn('orders')];
      return asked && asks ? asked / asks : undefined;
    },
    bound: { above: 1.5 },
  },
  within: { seen: 30, gone: 45 },
  counts: { wrong: 'exact, with the repeated calls: a check counts more SERVER spans of stock than it expects' },
  cause:
    'A callee that is overloaded gets several times its load, because each failure is asked for again at once. Repeats need a pause that grows, a share that they may not exceed, and an end. Callers see fewer errors than there are: the error share of stock is far above that of orders.',
  game: {
    part: 'orders',
    level: 3,
    hints: [
      'The error share differs between services that serve the same requests.',
      'How often is stock asked for each request of orders?',
    ],
  },
};
