import type { Fault } from '../fault.ts';
import { at, byFlags } from '../means/flags.ts';

/** The clock of stock is ahead. */
export const clockOff: Fault = {
  name: 'clock-off',
  group: 'telemetry',
  does: 'The clock of stock is ahead.',
  strength: { usual: 5, min: 1, max: 60, unit: 'min' },
  means: byFlags('Date.now() of the process', [{ name: 'clock-off', rule: at('stock'), value: 'strength' }]),
  sign: {
    panel: 'apm-details',
    show: { service: 'stock' },
    look: 'open a trace of GET /chain: the span of stock begins minutes after that of its caller',
    read: async ({ stores: [store] }, at) => {
      const search = { service: 'gateway', operation: 'GET /chain', start: at - 20, end: at + 1, limit: 3 };
      const found = await store!.search(search);
      const traces = await Promise.all(found.map(({ traceId }) => store!.trace(traceId)));
      const ahead = traces.flatMap((spans) => {
        const callers = new Map(spans.map((span) => [span.spanId, span]));
        return spans.flatMap((span) => {
          const caller = callers.get(span.parentSpanId);
          return caller ? [Number(span.start - caller.start) / 1e9] : [];
        });
      });
      return ahead.length > 0 ? Math.max(...ahead) : undefined;
    },
    bound: { above: 30 },
  },
  within: { seen: 30, gone: 60 },
  namedBy: { rule: { id: 'LAB-008', service: 'stock' } },
  counts: 'exact',
  cause:
    'Each machine times its own spans. Durations stay right, because they are differences on one clock; the order in a trace does not: a callee seems to work long after its caller has ended, and a search for the last minutes misses it. Synchronise clocks (NTP), and doubt a trace whose parts do not overlap.',
  game: {
    part: 'stock',
    level: 2,
    hints: ['Numbers are right, pictures are not.', 'Compare when the spans of one trace begin.'],
  },
};
