import type { Fault } from '../fault.ts';
import { at, byFlags } from '../means/flags.ts';
import { onLoss } from '../sign.ts';

/** A share of the spans of stock has no trace id. */
export const noTraceIds: Fault = {
  name: 'no-trace-ids',
  group: 'telemetry',
  does: 'A share of the spans of stock has no trace id.',
  strength: { usual: 30, min: 5, max: 100, unit: '%' },
  means: byFlags('a trace id of zeros', [{ name: 'no-trace-ids', rule: at('stock'), value: 'strength' }]),
  sign: {
    ...onLoss('collector: no trace id'),
    look: 'spans that the collector leaves out, since they belong to no trace',
    bound: { above: 0.05 },
  },
  within: { seen: 30, gone: 45 },
  namedBy: { alert: 'SpansLeftOut' },
  counts: { wrong: 'what has no trace id is neither stored nor counted' },
  cause:
    'Whoever makes spans by hand, or copies ids from a header that is not there, sends zeros. Such a span belongs to no trace, and most stores refuse the whole request that has one in it, with the spans of others. The collector of this lab leaves out only what is broken, and says how much.',
  game: {
    part: 'stock',
    level: 3,
    hints: ['Traces end too early, at times.', 'What does the collector leave out, and whose is it?'],
  },
};
