import type { Fault } from '../fault.ts';
import { at, byFlags } from '../means/flags.ts';

/** Spans of gateway have the e-mail address of a customer in an attribute. */
export const personalData: Fault = {
  name: 'personal-data',
  group: 'telemetry',
  does: 'Spans of gateway have the e-mail address of a customer in an attribute.',
  means: byFlags('an attribute enduser.id', [{ name: 'personal-data', rule: at('gateway'), value: 1 }]),
  sign: {
    panel: 'apm-details',
    look: 'open a trace of gateway: its span has an attribute with an e-mail address',
    read: async ({ stores: [store] }, at) => {
      const found = await store!.search({ service: 'gateway', start: at - 15, end: at + 1, limit: 5 });
      const traces = await Promise.all(found.map(({ traceId }) => store!.trace(traceId)));
      return traces.flat().filter(({ attributes }) => /@/.test(String(attributes['enduser.id'] ?? ''))).length;
    },
    bound: { above: 0 },
  },
  within: { seen: 20, gone: 45 },
  namedBy: { rule: { id: 'LAB-009', service: 'gateway' } },
  counts: 'exact',
  cause:
    'Traces are kept for days and read by many. What identifies a person does not belong there; if it must be linked, a pseudonym does. No panel shows it: one has to read spans, or let a rule do it (npm run lab -- score gateway).',
  game: {
    part: 'gateway',
    level: 3,
    hints: ['No number changes.', 'Read all attributes of a span of gateway, or have it scored.'],
  },
};
