import type { Fault } from '../fault.ts';
import { at, byFlags } from '../means/flags.ts';
import { onPanel, where } from '../sign.ts';

/** For each GET /chain, orders asks stock ten times more, one after the other. */
export const nPlusOne: Fault = {
  name: 'n-plus-one',
  group: 'application',
  does: 'For each GET /chain, orders asks stock ten times more, one after the other.',
  strength: { usual: 10, min: 2, max: 50, unit: 'calls' },
  means: byFlags('a call for each row, as in a loop', [
    { name: 'n-plus-one', rule: at('orders', 'GET /chain'), value: 'strength' },
  ]),
  sign: {
    ...onPanel({
      panel: 'apm-rate-by-route',
      show: { service: 'stock' },
      line: where('span_name', 'GET /shelf/:item'),
    }),
    look: 'GET /shelf/:item is asked far more often than anything else',
    bound: { above: 3 },
  },
  within: { seen: 30, gone: 45 },
  counts: {
    wrong: 'exact, with the calls that the fault adds: a check counts more SERVER spans of stock than it expects',
  },
  cause:
    'Each call is fast, and their sum is not. A trace shows it at a glance, as a staircase of equal spans; in metrics it is a callee whose rate grows faster than that of its caller.',
  game: {
    part: 'orders',
    level: 2,
    hints: ['No single call is slow.', 'Compare the rates of callers and callees, then open a trace of GET /chain.'],
  },
};
