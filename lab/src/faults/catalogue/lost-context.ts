import type { Fault } from '../fault.ts';
import { at, byFlags } from '../means/flags.ts';
import { onPanel } from '../sign.ts';

/** orders calls stock without the trace context. */
export const lostContext: Fault = {
  name: 'lost-context',
  group: 'telemetry',
  does: 'orders calls stock without the trace context.',
  means: byFlags('a propagator that injects nothing', [{ name: 'lost-context', rule: at('orders'), value: 1 }]),
  sign: {
    ...onPanel({
      panel: 'apm-service-graph',
      refId: 'edges',
      line: (labels) => labels['source'] === 'orders' && labels['target'] === 'stock',
    }),
    look: 'the edge from orders to stock is gone, and stock is called from outside',
    bound: { below: 0.02 },
    absentIs: 0,
  },
  within: { seen: 45, gone: 45 },
  namedBy: { rule: { id: 'LAB-007', service: 'stock' } },
  counts: { wrong: 'a check misses the spans of stock: they are in traces of their own, without its mark' },
  cause:
    'Each span knows its parent by a header (traceparent) that the caller sends. Without it the callee begins a trace of its own: traces end too early, and roots appear where nobody calls from outside. Typical reasons: a client that is not instrumented, or a proxy that drops headers.',
  game: {
    part: 'orders',
    level: 2,
    hints: [
      'All requests are answered well. What is shown is not complete.',
      'Follow one GET /chain: where does its trace end?',
    ],
  },
};
