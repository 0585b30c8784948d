import { restartPart } from '../../runtime/restart-part.ts';
import type { Fault } from '../fault.ts';
import { at, byFlags } from '../means/flags.ts';
import { thenAtEnd } from '../means/means.ts';
import { onPanel } from '../sign.ts';

/** Each request to gateway makes a span name of its own, without an end. */
export const unboundedSpanNames: Fault = {
  name: 'unbounded-span-names',
  group: 'telemetry',
  does: 'Each request to gateway makes a span name of its own, without an end.',
  means: thenAtEnd(
    byFlags('a random id in each span name', [{ name: 'unbounded-span-names', rule: at('gateway'), value: 1 }]),
    (lab) => restartPart(lab, 'collector'), // a full slot of the connector is empty only after its collector was started again
  ),
  sign: {
    ...onPanel({ panel: 'pipeline-overflow' }),
    look: 'calls beyond the cardinality limit',
    bound: { above: 0 },
  },
  within: { seen: 120, gone: 90 },
  namedBy: { alert: 'CardinalityOverflow' },
  counts: { wrong: 'exact in their sum; what is beyond the limit has lost its labels' },
  cause:
    'A label with unbounded values makes a series for each of them, in the collector, in Prometheus, and in every query. The connector has a limit: what comes after it is counted without labels, so that the lab survives and sums stay right. The names are gone, though, also those of routes that are new. A full slot stays full until its series expire: healing it starts the collector again.',
  game: {
    part: 'gateway',
    level: 2,
    hints: ['The lab has more and more to remember.', 'Which service has the most combinations of labels?'],
  },
};
